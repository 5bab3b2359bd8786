using DdRun.Launcher.Attach;

namespace DdRun.Launcher.Tests.Live;

public sealed class OurCodeTests : IDisposable
{
    private static readonly string s_hook = Path.Combine(DdRunProcess.Root, "artifacts", "home", "hook", "DdRun.StartupHook.dll");

    private readonly string _root = Directory.CreateTempSubdirectory("our-code-").FullName;

    public OurCodeTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "opt/home/hook"));
        File.Copy(s_hook, Path.Combine(_root, "opt/home/hook/DdRun.StartupHook.dll"));
    }

    private static string Line(string permissions, string path) => $"7f0000000000-7f0000001000 {permissions} 00000000 08:01 1234                       {path}\n";

    private static readonly string s_profiler = Line("r-xp", "/opt/home/native/linux-x64/libddrun.so");
    private static readonly string s_assembly = Line("r--p", "/opt/home/net10.0/DdRun.Instrumentation.dll");

    [Fact]
    public void Profiler_and_assembly_of_a_home_that_is_there_are_ours()
    {
        var ours = OurCode.Read(s_assembly + s_profiler, _root);
        Assert.True(ours.IsIn);
        Assert.Equal("/opt/home/hook/DdRun.StartupHook.dll", ours.Hook);
    }

    [Theory]
    [InlineData("", null, null)]
    [InlineData("/memfd:dd-run woven=12 rules=3 (deleted)", 12, 3)]
    [InlineData("/memfd:dd-run woven=0 rules=0 (deleted)", 0, 0)]
    [InlineData("/memfd:dd-run woven=many rules= (deleted)", null, null)]
    [InlineData("/memfd:doublemapper (deleted)", null, null)]
    public void A_process_may_say_what_is_woven_in_it(string mapping, int? methods, int? rules)
    {
        var ours = OurCode.Read(s_assembly + s_profiler + Line("r--s", mapping), _root);
        Assert.Equal((methods, rules), (ours.Methods, ours.RuleCount));
    }

    [Fact]
    public void A_process_that_only_reads_the_assembly_has_nothing_of_ours_in_it()
    {
        Assert.False(OurCode.Read(s_assembly, _root).IsIn);
        Assert.False(OurCode.Read(s_assembly + Line("r--p", "/opt/home/native/linux-x64/libddrun.so"), _root).IsIn);
        Assert.False(OurCode.Read(s_profiler + Line("r--p", "/src/Instrumentation/bin/Release/net10.0/DdRun.Instrumentation.dll"), _root).IsIn);
        Assert.False(OurCode.Read(s_profiler + Line("r--p", "/src/obj/linked/DdRun.Instrumentation.dll"), _root).IsIn);
    }

    [Fact]
    public void A_home_that_was_deleted_is_none()
    {
        Directory.Delete(Path.Combine(_root, "opt/home"), recursive: true);
        Assert.False(OurCode.Read(s_assembly + s_profiler, _root).IsIn);
        Assert.False(OurCode.Read(Line("r--p", "/opt/home/net10.0/DdRun.Instrumentation.dll (deleted)") + s_profiler, _root).IsIn);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MZ")]
    [InlineData("#!/bin/sh\n")]
    public void A_hook_that_is_no_assembly_is_none(string content)
    {
        File.WriteAllText(Path.Combine(_root, "opt/home/hook/DdRun.StartupHook.dll"), content);
        Assert.False(OurCode.Read(s_assembly + s_profiler, _root).IsIn);
    }

    [Fact]
    public void Another_assembly_is_no_hook()
    {
        File.Copy(typeof(OurCodeTests).Assembly.Location, Path.Combine(_root, "opt/home/hook/DdRun.StartupHook.dll"), overwrite: true);
        Assert.False(OurCode.IsHook(Path.Combine(_root, "opt/home/hook/DdRun.StartupHook.dll")));
        Assert.True(OurCode.IsHook(s_hook));
    }

    [Fact]
    public void Whatever_stands_there_is_read()
    {
        Assert.Equal(new OurCode(false, null), OurCode.Read("", _root));
        Assert.Equal(new OurCode(false, null), OurCode.Read("x\n \n7f-7f r-xp\n7f00-7f01 r 0 0 0 /libddrun.so\n", _root));
        Assert.False(OurCode.In(Environment.ProcessId).IsIn);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
