namespace DdRun.Profiler.Tests;

public class KeptPlanTests
{
    [Theory, ClassData(typeof(Frameworks))]
    public async Task A_method_that_would_be_inlined_before_it_is_compiled_is_woven_and_put_back(string framework) =>
        Assert.Equal("kept\n1000 calls, 1000 hits, hellö\ndone\n1000 calls, 0 hits, 4", await ProfiledApp.Run(framework, "kept-inlined"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task Every_instantiation_of_a_generic_method_is_woven(string framework) =>
        Assert.Equal("done\nString Int32 Int64 Version DateTime", await ProfiledApp.Run(framework, "kept-generic"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task First_calls_from_many_threads_are_all_woven(string framework) =>
        Assert.Equal("kept\n24 hits of 24", await ProfiledApp.Run(framework, "kept-at-once"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task A_restored_method_is_the_original_whether_it_has_run_or_not(string framework) =>
        Assert.Equal("kept\ndone\n3 4 4 1\nTrue\n5", await ProfiledApp.Run(framework, "kept-restore"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task A_later_weave_wins_and_leaves_the_original_behind(string framework) =>
        Assert.Equal("kept\ndone\n3 4: 0 + 2\ndone\n3 4: 0 + 0\ndone\n4: 1 + 1\ndone\n4: 0 + 1", await ProfiledApp.Run(framework, "kept-rewoven"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task A_method_is_put_back_in_the_middle_of_a_call_that_goes_on(string framework) =>
        Assert.Equal("kept\ndone 1\nTrue 0 1", await ProfiledApp.Run(framework, "kept-turning"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task Only_the_first_call_of_a_body_that_does_not_compile_fails(string framework) =>
        Assert.Equal("done\nfirst call: 1 reported, True\nsecond call: 3\nin advance: 1 put back, 3 4", await ProfiledApp.Run(framework, "kept-broken"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task Stack_traces_keep_their_lines(string framework) =>
        Assert.Equal("done\nTrue 0\ndone 0", await ProfiledApp.Run(framework, "kept-lines"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task A_second_plan_and_one_of_a_precompiled_module_are_left_to_requests(string framework) =>
        Assert.Equal("kept\nthe module has compiled code with it\nthe module has compiled code with it\n3 4 1", await ProfiledApp.Run(framework, "kept-refused"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task An_attached_profiler_weaves_what_was_not_compiled_before(string framework) =>
        Assert.Equal("done\nString Int32 Int64 Version DateTime", await ProfiledApp.RunAttached(framework, "kept-generic"));
}
