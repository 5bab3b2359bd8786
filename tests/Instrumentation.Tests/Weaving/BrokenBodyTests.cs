using System.Buffers.Binary;
using DdRun.Instrumentation.Caching;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Text;
using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Weaving;

public class BrokenBodyTests
{
    private const string Rules = """{ "instrument": [ { "method": "Shapes.Cases.Root.Run" }, { "method": "Shapes.Cases.Leaf.Run" } ] }""";

    [Fact]
    public async Task A_method_whose_new_body_does_not_compile_is_as_it_was_and_reported()
    {
        using var folder = new TemporaryFolder();
        var plain = await WovenProcess.RunPlain("dotnet", ShapesApp.Path(false));
        var (first, spans) = await Run(folder.Path);
        Assert.Equal("", first.Errors);
        Assert.Contains(spans, span => span.Name == "Root.Run");
        Assert.Equal(PlanCheck.Done, Read(folder.Path).Check);

        var token = BreakRoot(folder.Path);
        var (broken, left) = await Run(folder.Path);
        Assert.Equal(plain.Output, broken.Output);
        Assert.Equal(plain.ExitCode, broken.ExitCode);
        Assert.Contains($"method 0x{token:X8} is as it was: the runtime cannot compile the new body", Assert.Single(broken.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains(left, span => span.Name == "Leaf.Run");
        Assert.DoesNotContain(left, span => span.Name == "Root.Run");

        // And such a plan is not used twice.
        var (again, all) = await Run(folder.Path);
        Assert.Equal("", again.Errors);
        Assert.Contains(all, span => span.Name == "Root.Run");
    }

    private static Task<(TargetResult Result, IReadOnlyList<ReceivedSpan> Spans)> Run(string cache) => WovenProcess.Run(
        Rules, new Dictionary<string, string> { ["DD_RUN_CACHE"] = "on", ["XDG_CACHE_HOME"] = cache }, "dotnet", ShapesApp.Path(false));

    // The plan that a start left, with a `pop` where one method begins, and as if nobody had compiled it.
    private static uint BreakRoot(string cache)
    {
        var file = Entry(cache);
        var woven = Read(cache);
        var token = woven.Reports.Single(report => report.Method == "Shapes.Cases.Root.Run").Token;
        Span<byte> method = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(method, token);
        var body = woven.Plan.AsSpan().LastIndexOf(method) + 8;
        Assert.Equal(3, woven.Plan[body] & 3);
        woven.Plan[body + 12] = 0x26;
        File.WriteAllBytes(file, CacheEntry.Seal(WovenModuleCodec.Write(woven with { Check = PlanCheck.Due }), Seed(file)));
        return token;
    }

    private static WovenModule Read(string cache)
    {
        var file = Entry(cache);
        Assert.True(CacheEntry.TryOpen(File.ReadAllBytes(file), Seed(file), out var plan));
        return WovenModuleCodec.Read(plan)!;
    }

    private static string Entry(string cache) => Directory.GetFiles(Path.Combine(cache, "dd-run"), "*.plan").Single(file => new FileInfo(file).Length > 500);

    private static ulong Seed(string file) => Hash64.Of(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(file)));
}
