using System.Text.RegularExpressions;

namespace DdRun.EndToEnd.Tests;

/// <summary>The sample shop, and others who take the activities that libraries make.</summary>
public sealed partial class ShopBesideOthers
{
    [Fact]
    public async Task Its_traces_are_the_same_whoever_else_takes_activities()
    {
        var alone = await Trace();
        Assert.Contains(alone, span => span.StartsWith("assemble_sandwich", StringComparison.Ordinal));
        Assert.Equal(alone, await Trace(("DD_TRACE_OTEL_ENABLED", "true")));
        using var sdk = new SdkBeside();
        Assert.Equal(alone, await Trace(sdk.Variables));
        Assert.True(sdk.WasThere);
    }

    // Each span with those that it is in.
    private static async Task<List<string>> Trace(params (string Name, string Value)[] environment)
    {
        await using var rig = await Rig.Start();
        using (var process = TargetProcess.Start(new Target("dotnet", Repository.App("SandwichShop", "SandwichShop.dll"))
        {
            LauncherArguments = ["--agent-url", rig.Agent.Url, "--service", "shop"],
        }.With([("XDG_CACHE_HOME", rig.Folder), ("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("Logging__LogLevel__Default", "Information"), ("DD_RUN_PLANNING_BUDGET", "60000"), .. environment])))
        {
            var line = await process.Line("Sandwiches at ");
            using var client = new HttpClient();
            await client.GetStringAsync(new Uri(line["Sandwiches at ".Length..]));
            process.Signal(TargetProcess.Terminate);
            Assert.Equal(0, (await process.Exit()).ExitCode);
        }
        var spans = rig.Agent.Spans.Items.ToDictionary(span => span.SpanId);
        return [.. spans.Values.Select(span => Path(span, spans)).Order(StringComparer.Ordinal)];
    }

    private static string Path(ReceivedSpan span, Dictionary<ulong, ReceivedSpan> all) =>
        Port().Replace($"{span.Name} {span.Resource}", ":PORT") + (all.TryGetValue(span.ParentId, out var parent) ? " < " + Path(parent, all) : "");

    [GeneratedRegex(@":\d+")]
    private static partial Regex Port();
}
