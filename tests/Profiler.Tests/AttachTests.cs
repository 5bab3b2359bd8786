namespace DdRun.Profiler.Tests;

public class AttachTests
{
    [Theory, ClassData(typeof(Frameworks))]
    public async Task An_attached_profiler_reaches_what_running_code_had_inlined(string framework) =>
        Assert.Equal("woven\n100000 calls, 100000 hits, hellö", await ProfiledApp.RunAttached(framework, "inlined"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task An_attached_profiler_weaves_generic_methods(string framework) =>
        Assert.Equal("woven\nwoven\nString Int32 Int64 Version DateTime", await ProfiledApp.RunAttached(framework, "generic"));
}
