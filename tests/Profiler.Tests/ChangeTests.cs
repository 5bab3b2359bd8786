namespace DdRun.Profiler.Tests;

public class ChangeTests
{
    [Theory, ClassData(typeof(Frameworks))]
    public async Task A_method_that_running_code_had_inlined_is_reached(string framework) =>
        Assert.Equal("woven\n100000 calls, 100000 hits, hellö", await ProfiledApp.Run(framework, "inlined"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task A_woven_method_stays_woven_when_a_method_it_had_inlined_is_woven(string framework) =>
        Assert.Equal("woven\nwoven\n4: 1 + 1", await ProfiledApp.Run(framework, "inliner"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task Every_instantiation_of_a_generic_method_is_woven(string framework) =>
        Assert.Equal("woven\nwoven\nString Int32 Int64 Version DateTime", await ProfiledApp.Run(framework, "generic"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task The_later_weave_of_a_method_wins(string framework) =>
        Assert.Equal("woven\nwoven\n0 + 1\nwoven\n1 + 1", await ProfiledApp.Run(framework, "twice"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task A_restored_method_is_the_original_and_the_others_stay_woven(string framework) =>
        Assert.Equal("woven\n3 4 1", await ProfiledApp.Run(framework, "restore"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task Threads_may_weave_at_once_while_the_methods_run(string framework) =>
        Assert.Equal("0 refused, 3 1", await ProfiledApp.Run(framework, "concurrent"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task A_process_may_exit_in_the_middle_of_weaves(string framework) =>
        Assert.Equal("leaving", await ProfiledApp.Run(framework, "exit"));
}
