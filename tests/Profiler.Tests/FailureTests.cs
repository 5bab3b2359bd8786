using DdRun.Testing;

namespace DdRun.Profiler.Tests;

public class FailureTests
{
    [Theory, ClassData(typeof(Frameworks))]
    public async Task A_body_that_does_not_compile_is_put_back_and_the_call_succeeds(string framework) =>
        Assert.Equal(
            """
            pop of nothing: 1 put back, 3
            unknown method: 1 put back, 3
            unknown instruction: 1 put back, 3
            whole: 0 put back, 3 1
            """.ReplaceLineEndings("\n"),
            await ProfiledApp.Run(framework, "broken"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task Only_the_first_call_of_a_body_that_was_not_compiled_in_advance_fails(string framework) =>
        Assert.Equal("first call: 1 reported, True\nsecond call: 3\nsomebody else's: 1 reported", await ProfiledApp.Run(framework, "called"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task A_body_that_does_not_compile_is_reported(string framework) =>
        Assert.Equal("the runtime cannot compile the new body\nwhole: False\n3", await ProfiledApp.Run(framework, "checked"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task Many_bodies_are_compiled_in_the_background(string framework) =>
        Assert.Equal("whole: False, 1 reported, in the background: True\n3", await ProfiledApp.Run(framework, "background"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task Compiling_in_advance_runs_no_static_constructor(string framework) =>
        Assert.Equal("True 0\ncalled\nstatic constructor\n4", await ProfiledApp.Run(framework, "initialised"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task A_malformed_plan_changes_nothing(string framework) =>
        Assert.Equal(
            "the plan has a malformed method body\nthe plan ends too early\n3",
            await ProfiledApp.Run(framework, "malformed"));

    [Fact]
    public async Task Without_the_profiler_the_bridge_says_so()
    {
        Dictionary<string, string> variables = ProfiledApp.Variables();
        variables["CORECLR_ENABLE_PROFILING"] = "0";
        TargetResult result = await TargetProcess.Run(ProfiledApp.Start("net10.0", variables, "inlined"));
        Assert.Equal("the runtime has not loaded the profiler", result.Output.TrimEnd());
    }

    [Fact]
    public async Task A_library_that_does_not_load_is_named()
    {
        Dictionary<string, string> variables = ProfiledApp.Variables();
        variables["CORECLR_ENABLE_PROFILING"] = "0";
        variables["CORECLR_PROFILER_PATH"] = "/nowhere/libddrun.so";
        TargetResult result = await TargetProcess.Run(ProfiledApp.Start("net10.0", variables, "inlined"));
        Assert.Equal("the native library /nowhere/libddrun.so does not load", result.Output.TrimEnd());
    }

    [Fact]
    public async Task The_profiler_is_silent_unless_asked()
    {
        Dictionary<string, string> variables = ProfiledApp.Variables();
        TargetResult silent = await TargetProcess.Run(ProfiledApp.Start("net10.0", variables, "twice"));
        variables["DD_TRACE_DEBUG"] = "true";
        TargetResult asked = await TargetProcess.Run(ProfiledApp.Start("net10.0", variables, "twice"));
        Assert.Empty(silent.Errors);
        Assert.Contains("dd-run native: runtime 10.", asked.Errors, StringComparison.Ordinal);
    }
}
