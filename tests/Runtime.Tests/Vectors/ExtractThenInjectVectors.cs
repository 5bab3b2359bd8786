using DdRun.Runtime.Tests.Tracing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Vectors;

public class ExtractThenInjectVectors
{
    /// <summary>A span is started under what came in, and its context goes out.</summary>
    [Theory]
    [VectorData("extract_then_child_inject")]
    public void A_child_hands_the_trace_on(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent) return;
        var settings = vector.Settings();
        var tracer = new TracerCore(settings, new RecordingWriter());
        var incoming = Headers.Extract(settings, vector.Map("headers"));
        Assert.NotNull(incoming);
        var child = tracer.Start(new LocalRoot(incoming), "child", null, null, null);
        var byHand = vector["child_sets_sampling_priority"]?.GetValue<int>();
        if (byHand != null) child.SetTag(byHand > 0 ? "manual.keep" : "manual.drop", true);

        var context = child.Context;
        context.SpanId = Headers.SpanId(vector.Text("child_span_id"));
        var headers = Headers.Inject(settings, context);

        // The reference sets the priority behind the sampler's back; a decision by hand is also told downstream who made it.
        if (byHand != null)
        {
            Assert.Contains("_dd.p.dm=-4", headers["x-datadog-tags"], StringComparison.Ordinal);
            headers["x-datadog-tags"] = headers["x-datadog-tags"].Replace(",_dd.p.dm=-4", "", StringComparison.Ordinal);
            headers["tracestate"] = headers["tracestate"].Replace(";t.dm:-4", "", StringComparison.Ordinal);
        }
        InjectVectors.CheckHeaders(vector, headers);
    });
}
