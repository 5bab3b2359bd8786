using System.Text.RegularExpressions;

namespace DdRun.EndToEnd.Tests.Libraries;

/// <summary>Many requests at once to services that pass them on: each has to be one whole trace, with nothing missing and nothing twice.</summary>
internal static partial class ManyRequests
{
    /// <summary>Enough for what happens once in a while.</summary>
    public const int Many = 10_000;

    /// <summary>Enough for what happens each time.</summary>
    public const int Some = 200;

    private const int AtOnce = 32;

    /// <summary>Somebody who takes the activities that libraries make: this tracer itself, and OpenTelemetry's SDK beside it.</summary>
    public static async Task BesideOthers(Func<(string Name, string Value)[], Task> run)
    {
        await run([("DD_TRACE_OTEL_ENABLED", "true")]);
        using var sdk = new SdkBeside();
        await run(sdk.Variables);
        Assert.True(sdk.WasThere);
    }

    public static TargetProcess Start(Rig rig, (string Name, string Value)[] environment, string app, string service, params string[] arguments)
    {
        var target = rig.Dotnet(app, [], [service, .. arguments]);
        // What the agent takes without saying so in time is sent again, and its spans are doubled.
        return TargetProcess.Start((target with { LauncherArguments = ["--agent-url", rig.Agent.Url, "--service", service] }).With([("DD_TRACE_AGENT_TIMEOUT_SECONDS", "60"), .. environment]));
    }

    public static async Task<string> Listening(TargetProcess process)
    {
        const string Words = "listening on ";
        var line = await process.Line(Words);
        return line[(line.IndexOf(Words, StringComparison.Ordinal) + Words.Length)..];
    }

    /// <summary>Sends the requests, waits for their spans, and ends the services.</summary>
    /// <param name="rig">Where the spans arrive.</param>
    /// <param name="requests">How many.</param>
    /// <param name="url">Of the first service.</param>
    /// <param name="expected">The spans of every trace: service, name and resource, in order.</param>
    /// <param name="parents">What the parents of those have to be, given the spans in that order.</param>
    /// <param name="services">All that take part.</param>
    public static async Task AreWholeTraces(Rig rig, int requests, string url, string[] expected, Func<List<ReceivedSpan>, IEnumerable<ulong>> parents, params TargetProcess[] services)
    {
        await Load(new Uri(url), requests);
        await rig.Agent.Spans.WaitForCount(requests * expected.Length);
        // What comes too much comes now at the latest.
        foreach (var process in services)
        {
            process.Signal(TargetProcess.Terminate);
            Assert.Equal(0, (await process.Exit()).ExitCode);
        }
        AssertWhole(rig.Agent.Spans.Items, requests, expected, parents);
    }

    private static async Task Load(Uri counter, int requests)
    {
        using var client = new HttpClient { BaseAddress = counter };
        await Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (id, cancel) =>
        {
            using var answer = await client.GetAsync(new Uri($"/orders/{id}", UriKind.Relative), cancel);
            var text = await answer.Content.ReadAsStringAsync(cancel);
            Assert.True(answer.IsSuccessStatusCode && text == "soon", $"order {id} was answered with {(int)answer.StatusCode}: {text}");
        });
    }

    private static void AssertWhole(IReadOnlyList<ReceivedSpan> spans, int requests, string[] expected, Func<List<ReceivedSpan>, IEnumerable<ulong>> parents)
    {
        Assert.Equal(requests * expected.Length, spans.Count);
        Assert.Equal(spans.Count, spans.DistinctBy(span => span.SpanId).Count());
        var traces = spans.GroupBy(span => span.TraceId).ToList();
        Assert.Equal(requests, traces.Count);
        // One at a time: a failure should show one trace and not all.
        foreach (var trace in traces)
        {
            Assert.Equal(expected.Order(), trace.Select(Describe).Order());
            var parts = trace.OrderBy(span => Array.IndexOf(expected, Describe(span))).ToList();
            Assert.Equal(parents(parts), parts.Select(span => span.ParentId));
            Assert.DoesNotContain(trace, span => span.Error != 0);
        }
    }

    private static string Describe(ReceivedSpan span) => Port().Replace($"{span.Service} {span.Name} {span.Resource}", ":PORT/");

    [GeneratedRegex(@":\d+/")]
    private static partial Regex Port();
}
