namespace DdRun.Distribution.Tests.Platforms;

/// <summary>The same behaviour on every platform that can be had on this machine.</summary>
public class PlatformTests
{
    [PlatformTheory]
    [MemberData(nameof(Cells.Present), MemberType = typeof(Cells))]
    public async Task Hello(string platform, string framework)
    {
        await using var agent = await TestAgent.Start();
        var cell = new Platform(platform, framework);

        var result = await cell.DdRun([], "--manifest", "rules.json", "--agent-url", agent.Url, "--service", "hello", cell.App, "hello", "you");

        Assert.Equal(new TargetResult(3, "Hello, you\n", ""), Plain(result));
        var span = Assert.Single(agent.Spans.Items);
        Assert.Equal(("greet", "you", "hello"), (span.Name, span.Resource, span.Service));
    }

    [PlatformTheory]
    [MemberData(nameof(Cells.Serving), MemberType = typeof(Cells))]
    public async Task Web(string platform, string framework)
    {
        await using var agent = await TestAgent.Start();
        var cell = new Platform(platform, framework);

        var result = await cell.DdRun([], "--manifest", "rules.json", "--agent-url", agent.Url, cell.App, "web");

        Assert.Equal(new TargetResult(0, "Hello, visitor\n", ""), Plain(result));
        var client = Assert.Single(agent.Spans.Items, span => span.Name == "http.request");
        var server = Assert.Single(agent.Spans.Items, span => span.Name == "aspnet_core.request");
        var greet = Assert.Single(agent.Spans.Items, span => span.Name == "greet");
        Assert.Equal((client.SpanId, server.SpanId), (server.ParentId, greet.ParentId));
        Assert.Equal("GET /greet/{whom}", server.Resource);
    }

    [PlatformTheory]
    [MemberData(nameof(Cells.Serving), MemberType = typeof(Cells))]
    public async Task Metrics(string platform, string framework)
    {
        await using var agent = await TestAgent.Start();
        using var statsd = StatsdReceiver.Start();
        var cell = new Platform(platform, framework);

        var result = await cell.DdRun([("DD_DOGSTATSD_URL", statsd.Url)], "--runtime-metrics", "--agent-url", agent.Url, cell.App, "web");

        Assert.Equal(0, result.ExitCode);
        foreach (var name in (string[])["runtime.dotnet.mem.rss", "runtime.dotnet.gc.count.gen0", "runtime.dotnet.threads.count"])
            await statsd.Metrics.WaitForAny(metric => metric.Name == name, name);
    }

    [PlatformTheory]
    [MemberData(nameof(Cells.Serving), MemberType = typeof(Cells))]
    public async Task Local(string platform, string framework)
    {
        var cell = new Platform(platform, framework);

        var result = await cell.DdRun([], "--local", "--manifest", "rules.json", cell.App, "web");

        Assert.Equal((0, "Hello, visitor\n"), (result.ExitCode, Plain(result).Output));
        Assert.Contains("└─ greet  visitor", result.Errors, StringComparison.Ordinal);
        Assert.Contains("runtime.dotnet.mem.rss", result.Errors, StringComparison.Ordinal);
    }

    [PlatformTheory]
    [MemberData(nameof(Cells.Quick), MemberType = typeof(Cells))]
    public async Task ManifestCheck(string platform, string framework)
    {
        var cell = new Platform(platform, framework);

        var result = await cell.DdRun([], "manifest", "check", "rules.json", "--app", $"app/{framework}/Everywhere.dll");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("✓", result.Output, StringComparison.Ordinal);
        Assert.Contains("Everywhere.Greeter.Greet", result.Output, StringComparison.Ordinal);
    }

    [PlatformTheory]
    [MemberData(nameof(Cells.Quick), MemberType = typeof(Cells))]
    public async Task ExitCodes(string platform, string framework)
    {
        var cell = new Platform(platform, framework);

        var absent = await cell.DdRun([], "absent-command");
        var local = await cell.DdRun([], "--local", cell.App, "hello");

        Assert.Equal((127, "dd-run: absent-command: command not found\n"), (absent.ExitCode, Plain(absent).Errors));
        Assert.Equal(3, local.ExitCode);
    }

    [PlatformTheory]
    [MemberData(nameof(Cells.Quick), MemberType = typeof(Cells))]
    public async Task WarmPlans(string platform, string framework)
    {
        await using var agent = await TestAgent.Start();
        var cell = new Platform(platform, framework);
        string[] command = ["--manifest", "rules.json", "--agent-url", agent.Url, cell.App, "hello"];
        if (Directory.Exists(cell.Plans))
            Directory.Delete(cell.Plans, recursive: true);

        await cell.DdRun([], command);
        var cold = Plans(cell);
        await cell.DdRun([], command);

        Assert.NotEmpty(cold);
        // Written anew would be: not read.
        Assert.Equal(cold, Plans(cell));
        Assert.Equal(2, agent.Spans.Items.Count);
    }

    [PlatformTheory]
    [MemberData(nameof(Cells.Quick), MemberType = typeof(Cells))]
    public async Task Attach(string platform, string framework)
    {
        await using var agent = await TestAgent.Start();
        var cell = new Platform(platform, framework);
        using var app = cell.Start("wait");
        var process = (await app.Lines.WaitForAny(line => int.TryParse(line, out _), "its number")).Trim();

        var result = await cell.DdRun(cell.Beside(process), "attach", process, "--manifest", "rules.json", "--agent-url", agent.Url, "--service", "waiting");
        Assert.Equal(new TargetResult(0, "", $"dd-run: tracing process {process}\n"), Plain(result));
        var span = await agent.Spans.WaitForAny(span => span.Name == "greet", "a call");
        app.CloseInput();

        Assert.Equal(("patience", "waiting"), (span.Resource, span.Service));
        Assert.Equal(0, (await app.Exit()).ExitCode);
    }

    [MissingCellsFact]
    public void EveryCellIsPresent() => Assert.Equal("", Cells.Reasons);

    private static TargetResult Plain(TargetResult result) =>
        result with { Output = result.Output.ReplaceLineEndings("\n"), Errors = result.Errors.ReplaceLineEndings("\n") };

    private static List<(string, DateTime)> Plans(Platform cell) =>
        [.. Directory.GetFiles(cell.Plans).Select(file => (file, File.GetLastWriteTimeUtc(file))).Order()];
}
