using DdRun.Instrumentation.Caching;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Profiler;
using DdRun.Instrumentation.Text;
using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Weaving;

public sealed class UncompilableTests : IDisposable
{
    private const string Everything = """{ "instrument": [ { "method": "Foreign.**.**" } ] }""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3)]
    [InlineData(WovenBodies.MostInAdvance + 50)]
    public async Task What_does_not_compile_unwoven_either_is_left_alone_in_silence(int fine)
    {
        var assembly = Path.Combine(_folder.Path, "Foreign.dll");
        UncompilableIl.Write(assembly, fine);
        var plain = await WovenProcess.RunPlain("dotnet", ShapesApp.Path(false), "bodies", assembly);
        Assert.Contains("NothingToReturn = InvalidProgramException", plain.Output, StringComparison.Ordinal);

        // The second start has the first one's plan.
        for (var start = 0; start < 2; start++)
        {
            var (woven, spans) = await Run(assembly);
            Assert.Equal(plain.Output, woven.Output);
            Assert.Equal("", woven.Errors);
            Assert.Equal(3, spans.Count(span => span.Name == "Bodies.Fine0"));
        }
    }

    [Fact]
    public async Task A_plan_is_kept_without_what_does_not_compile_unwoven()
    {
        var assembly = Path.Combine(_folder.Path, "Foreign.dll");
        UncompilableIl.Write(assembly, fine: 2);
        var plain = await WovenProcess.RunPlain("dotnet", ShapesApp.Path(false), "bodies", assembly);
        var failing = UncompilableIl.Names.Where(name => plain.Output.Contains(name + " = InvalidProgramException", StringComparison.Ordinal)).ToList();
        Assert.True(failing.Count >= 4, plain.Output);

        await Run(assembly);
        var kept = Read();
        Assert.Equal(PlanCheck.Done, kept.Check);
        Assert.Equal(failing, kept.Reports.Where(report => report.Refusal is { Code: "does-not-compile" }).Select(report => report.Method["Foreign.Bodies.".Length..]));
        Assert.Equal(kept.Reports.Where(report => report.Refusal is null).Select(report => report.Token), kept.Tokens);
    }

    private Task<(TargetResult Result, IReadOnlyList<ReceivedSpan> Spans)> Run(string assembly) => WovenProcess.Run(
        Everything, new Dictionary<string, string> { ["DD_RUN_CACHE"] = "on", ["XDG_CACHE_HOME"] = _folder.Path }, "dotnet", ShapesApp.Path(false), "bodies", assembly);

    private WovenModule Read() => Directory.GetFiles(Path.Combine(_folder.Path, "dd-run"), "*.plan").Select(Read).Single(plan => plan is { Reports: [{ Method: var first }, ..] } && first.StartsWith("Foreign.", StringComparison.Ordinal))!;

    private static WovenModule? Read(string file) =>
        CacheEntry.TryOpen(File.ReadAllBytes(file), Hash64.Of(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(file))), out var plan) ? WovenModuleCodec.Read(plan) : null;
}
