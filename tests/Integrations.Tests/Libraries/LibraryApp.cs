using System.Text.RegularExpressions;
using DdRun.Integrations.Tests.Processes;
using DdRun.Testing;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>An unchanged program that uses a library, under <c>dd-run</c>.</summary>
/// <param name="name">Its name under <c>tests/apps/integrations</c>.</param>
/// <param name="arguments">What it is given.</param>
internal sealed partial class LibraryApp(string name, params string[] arguments)
{
    // Plans are made once for all runs.
    private static readonly TemporaryFolder s_cache = new();

    /// <summary>What it has to write; null for anything.</summary>
    public required string? Output { get; init; }

    /// <summary>How it is started, where it is not the program itself that is.</summary>
    public string[]? Command { get; init; }

    public string? WorkingDirectory { get; init; }

    /// <summary>What it has to end with.</summary>
    public int ExitCode { get; init; }

    /// <summary>The order of its traces, where they begin in any.</summary>
    public Func<ReceivedSpan, string>? Order { get; init; }

    /// <summary>What is done before each of its runs.</summary>
    public Action? Before { get; init; }

    /// <summary>Variables for all of its runs.</summary>
    public (string Name, string Value)[] Environment { get; init; } = [];

    /// <summary>What is left out of the snapshot, because it differs from run to run.</summary>
    public Func<string, string> Scrub { get; init; } = static text => text;

    /// <summary>How the names of those sources begin whose activities become spans with <c>DD_TRACE_OTEL_ENABLED</c> only, and are nobody's double.</summary>
    public string? OnDemand { get; init; }

    /// <summary>
    /// Runs it as it is, with <c>DD_TRACE_OTEL_ENABLED</c>, and with OpenTelemetry's SDK beside, where its trace has to be that of the snapshot each time, span
    /// for span; then with integrations switched off, where nothing of theirs may be left.
    /// </summary>
    /// <param name="snapshot">The file.</param>
    /// <param name="integrations">Their names.</param>
    /// <param name="left">Names of spans that others make without them.</param>
    public async Task IsTraced(string snapshot, string[] integrations, params string[] left)
    {
        Snapshot.Matches(snapshot, Text(await Run()));
        Snapshot.Matches(snapshot, Text((await Run(("DD_TRACE_OTEL_ENABLED", "true"))).Where(span => !IsOnDemand(span))));
        Snapshot.Matches(snapshot, Text(await RunBesideSdk()));
        var spans = await Run([("DD_TRACE_OTEL_ENABLED", "true"), .. integrations.Select(name => ($"DD_TRACE_{name.ToUpperInvariant()}_ENABLED", "false"))]);
        Assert.Equal(left.Order(StringComparer.Ordinal), spans.Select(span => span.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>With OpenTelemetry's SDK in the process, which wants every activity of every source.</summary>
    public async Task<IReadOnlyList<ReceivedSpan>> RunBesideSdk()
    {
        using var sdk = new SdkBeside();
        var spans = await Run(sdk.Variables);
        Assert.True(sdk.WasThere);
        return spans;
    }

    public async Task<IReadOnlyList<ReceivedSpan>> Run(params (string Name, string Value)[] environment)
    {
        Before?.Invoke();
        await using var agent = await TestAgent.Start();
        var target = new Target([.. Command ?? ["dotnet", Repository.App(name, name + ".dll")], .. arguments]) { LauncherArguments = ["--agent-url", agent.Url, "--service", "shop"], WorkingDirectory = WorkingDirectory };
        var result = await TargetProcess.Run(target.With([("XDG_CACHE_HOME", s_cache.Path), ("DD_RUN_PLANNING_BUDGET", "60000"), .. Environment, .. environment]));
        Assert.True(result.ExitCode == ExitCode && (Output is null || result.Output == Output), $"{result.ExitCode}: {result.Output}{result.Errors}");
        return agent.Spans.Items;
    }

    /// <summary>Traces without what is new in every run.</summary>
    public string Text(IEnumerable<ReceivedSpan> spans) => Scrub(Random().Replace(TraceText.Of(spans, Order), "ID"));

    private bool IsOnDemand(ReceivedSpan span) => OnDemand is not null && span.Meta.GetValueOrDefault("otel.library.name", "").StartsWith(OnDemand, StringComparison.Ordinal);

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}", RegexOptions.IgnoreCase)]
    private static partial Regex Random();
}
