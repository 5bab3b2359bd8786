using System.Diagnostics;
using DdRun.Configuration;
using DdRun.Hosting;
using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Testing.Otlp;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace DdRun.Instrumentation.Tests.Activities;

/// <summary>The same activities through the OpenTelemetry SDK's exporter and through ours: equal but for resource and scope.</summary>
public class OtherEncoderTests
{
    private const int Generated = 250, LargeTrace = 10_000;
    private static readonly ActivitySource s_source = new("Shop", "2.1");

    private static readonly string[] s_texts =
        ["", "a", "é", "\ud83c\udf55", "\ud800", "x\udc00y", "\"\\\0\u001f", new('y', 41), new('é', 43), new('z', 128), new('m', 1 << 20)];

    [Fact]
    public async Task Both_send_the_same()
    {
        await using var theirs = await OtlpReceiver.Start();
        await using var ours = await OtlpReceiver.Start();
        var environment = new Dictionary<string, string>
        {
            ["DD_SERVICE"] = "tests",
            ["DD_TRACE_OTEL_ENABLED"] = "true",
            ["OTEL_TRACES_EXPORTER"] = "otlp",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = ours.Url,
            ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "60000",
            ["DD_TRACE_WRITER_BUFFER_SIZE_BYTES"] = "1000000000",
        };
        var settings = new Settings(environment.GetValueOrDefault);
        Settings.Current = settings;
        ProcessTracer.Current = ProcessTracer.Make(settings);
        ActivityBridge.Start(settings);
        foreach (var limit in (string[])["OTEL_ATTRIBUTE_COUNT_LIMIT", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "OTEL_SPAN_EVENT_COUNT_LIMIT", "OTEL_SPAN_LINK_COUNT_LIMIT"])
            Environment.SetEnvironmentVariable(limit, "100000");
        var exporter = new OtlpTraceExporter(new() { Endpoint = new Uri(theirs.Url + "/v1/traces"), Protocol = OtlpExportProtocol.HttpProtobuf, TimeoutMilliseconds = 60_000 });
        using (var provider = Sdk.CreateTracerProviderBuilder().AddSource("Shop").AddProcessor(new BatchActivityExportProcessor(exporter, maxQueueSize: 100_000)).Build())
        {
            Generate(new Random(20));
            Assert.True(provider.ForceFlush(120_000));
        }
        Assert.True(ProcessTracer.Current.Writer.Flush(TimeSpan.FromMinutes(2)));

        var expected = theirs.Spans.Items.ToDictionary(span => span.SpanId);
        // The receivers run in this process, and their requests are activities too.
        var actual = ours.Spans.Items.Where(span => span.ScopeName == "Shop").ToDictionary(span => span.SpanId);
        Assert.True(expected.Count > Generated + LargeTrace);
        Assert.Equal([], expected.Values.Where(span => !actual.ContainsKey(span.SpanId)).Select(span => span.Name));
        Assert.Equal([], actual.Values.Where(span => !expected.ContainsKey(span.SpanId)).Select(span => span.Name));
        foreach (var (id, span) in expected)
            AssertSame(span, actual[id]);
        Assert.All(ours.Requests.Items, request => Assert.InRange(request.Body.Length, 1, 4 * 1024 * 1024 - 1));
        Assert.All(actual.Values, span => Assert.Equal(("Shop", "2.1"), (span.ScopeName, span.ScopeVersion)));
    }

    private static void AssertSame(OtlpSpan theirs, OtlpSpan ours)
    {
        Assert.Equal(
            (theirs.TraceId, theirs.SpanId, theirs.ParentId, theirs.TraceState, theirs.Name, theirs.Kind, theirs.Start, theirs.End, theirs.StatusCode, theirs.StatusMessage, theirs.Flags),
            (ours.TraceId, ours.SpanId, ours.ParentId, ours.TraceState, ours.Name, ours.Kind, ours.Start, ours.End, ours.StatusCode, ours.StatusMessage, ours.Flags));
        AssertSame(theirs.Attributes, ours.Attributes);
        Assert.Equal(theirs.Events.Select(e => (e.Name, e.Time)), ours.Events.Select(e => (e.Name, e.Time)));
        foreach (var (a, b) in theirs.Events.Zip(ours.Events))
            AssertSame(a.Attributes, b.Attributes);
        Assert.Equal(theirs.Links.Select(l => (l.TraceId, l.SpanId, l.TraceState, l.Flags)), ours.Links.Select(l => (l.TraceId, l.SpanId, l.TraceState, l.Flags)));
        foreach (var (a, b) in theirs.Links.Zip(ours.Links))
            AssertSame(a.Attributes, b.Attributes);
    }

    private static void AssertSame(Dictionary<string, object?> theirs, Dictionary<string, object?> ours) =>
        Assert.Equal(theirs.OrderBy(pair => pair.Key, StringComparer.Ordinal), ours.OrderBy(pair => pair.Key, StringComparer.Ordinal));

    private static void Generate(Random random)
    {
        for (var i = 0; i < Generated; i++)
        {
            var remote = i % 5 == 0;
            var parent = remote ? new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateFromString(i % 10 == 0 ? "8000000000000000" : "ffffffffffffffff"), ActivityTraceFlags.Recorded, i % 2 == 0 ? "a=1,b=2" : null, isRemote: true) : default;
            using var activity = s_source.StartActivity("op" + i, (ActivityKind)random.Next(5), parent, links: Links(random))!;
            activity.DisplayName = Text(random, isShort: true) + i;
            Describe(activity, random, i == 7 ? 1000 : random.Next(8));
            if (random.Next(3) == 0)
                activity.SetStatus((ActivityStatusCode)random.Next(3), Text(random, isShort: true));
            if (random.Next(3) == 0)
                activity.AddEvent(new("happened", tags: new(Tags(random))));
            if (random.Next(4) == 0)
                activity.AddException(new InvalidOperationException(Text(random, isShort: true)));
            using var inner = random.Next(2) == 0 ? s_source.StartActivity("inner") : null;
        }
        using var root = s_source.StartActivity("large");
        for (var i = 0; i < LargeTrace; i++)
            s_source.StartActivity("part")!.Dispose();
    }

    private static void Describe(Activity activity, Random random, int tags)
    {
        for (var i = 0; i < tags; i++)
            activity.SetTag("k" + i + (i % 100 == 3 ? "é" : ""), Value(random, isShort: tags > 100));
    }

    private static ActivityLink[] Links(Random random) =>
        [.. Enumerable.Range(0, random.Next(3)).Select(_ => new ActivityLink(
            new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), (ActivityTraceFlags)random.Next(2), random.Next(2) == 0 ? "c=3" : null), new(Tags(random))))];

    private static Dictionary<string, object?> Tags(Random random) => Enumerable.Range(0, random.Next(4)).ToDictionary(i => "t" + i, _ => Value(random, isShort: true));

    private static object? Value(Random random, bool isShort) => random.Next(14) switch
    {
        0 => random.NextInt64(),
        1 => long.MinValue,
        2 => double.NaN,
        3 => double.NegativeInfinity,
        4 => random.NextDouble(),
        5 => 2.0,
        6 => true,
        7 => (int)-1,
        8 => 'c',
        9 => new[] { "a", null, "" },
        10 => new long[] { 1, -1 },
        11 => new[] { 0.5, double.PositiveInfinity },
        12 => new[] { true, false },
        _ => Text(random, isShort),
    };

    private static string Text(Random random, bool isShort) => s_texts[random.Next(s_texts.Length - (isShort ? 1 : 0))];
}
