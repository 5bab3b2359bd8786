using System.Text.Json.Nodes;

namespace DdRun.Runtime.Tests.Vectors;

public class ExtractVectors
{
    [Theory]
    [VectorData("extract")]
    public void Extract(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var context = Headers.Extract(vector.Settings(), vector.Map("headers"));
        if (vector["expect"] is not { } expect)
        {
            Assert.Null(context);
            return;
        }
        Check(expect, context);
    });

    /// <summary>An expectation with nothing in it is met by no context at all.</summary>
    internal static void Check(JsonNode expect, SpanContext? context)
    {
        Assert.Equal(expect["valid"]!.GetValue<bool>(), context is { IsValid: true });
        var actual = context ?? new SpanContext(UInt128.Zero, 0);
        Assert.Equal(Headers.TraceId(Text(expect, "trace_id_hex")), actual.TraceId);
        Assert.Equal(Headers.SpanId(Text(expect, "trace_id_low64")), actual.TraceIdLow);
        Assert.Equal(Headers.SpanId(Text(expect, "span_id")), actual.SpanId);
        Assert.Equal(expect["sampling_priority"]?.GetValue<int>(), actual.SamplingPriority);
        Assert.Equal(Text(expect, "origin"), actual.Origin);
        Assert.Equal(Text(expect, "traceparent_kept"), actual.TraceParent);
        Assert.Equal(Text(expect, "tracestate_kept"), actual.TraceState);
        Assert.Equal(VectorCase.ToMap(expect["tags"]), actual.Tags ?? []);
        Assert.Equal(VectorCase.ToMap(expect["baggage"]), actual.Baggage.ToDictionary());
        var links = expect["span_links"]?.AsArray() ?? [];
        Assert.Equal(links.Count, actual.Links?.Count ?? 0);
        for (var i = 0; i < links.Count; i++)
            CheckLink(links[i]!, actual.Links![i]);
    }

    private static void CheckLink(JsonNode expect, SpanLink link)
    {
        Assert.Equal(Headers.TraceId(Text(expect, "trace_id_hex")), link.TraceId);
        Assert.Equal(Headers.SpanId(Text(expect, "span_id")), link.SpanId);
        Assert.Equal(Text(expect, "tracestate") ?? "", link.TraceState ?? "");
        Assert.Equal(expect["flags"]?.GetValue<int>(), link.Flags);
        Assert.Equal(VectorCase.ToMap(expect["attributes"]), link.Attributes?.ToDictionary() ?? []);
    }

    private static string? Text(JsonNode node, string name) => VectorCase.ToText(node[name]);
}
