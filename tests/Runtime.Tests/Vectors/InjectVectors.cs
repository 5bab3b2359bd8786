using DdRun.Propagation;

namespace DdRun.Runtime.Tests.Vectors;

public class InjectVectors
{
    [Theory]
    [VectorData("inject")]
    public void Inject(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent) return;
        var given = vector["context"]!;
        var context = new SpanContext(
            Headers.TraceId(given["trace_id_hex"]?.GetValue<string>()),
            Headers.SpanId(given["span_id"]?.GetValue<string>()),
            given["sampling_priority"]?.GetValue<int>(),
            given["origin"]?.GetValue<string>())
        {
            IsRemote = vector["context_is_remote"]!.GetValue<bool>(),
            TraceParent = given["traceparent_kept"]?.GetValue<string>(),
            TraceState = given["tracestate_kept"]?.GetValue<string>(),
        };
        foreach (var (key, value) in VectorCase.ToMap(given["tags"])) context.SetTag(key, value);
        foreach (var (key, value) in VectorCase.ToMap(given["baggage"])) context.Baggage.Set(key, value);

        CheckHeaders(vector, Headers.Inject(vector.Settings(), context));

        Assert.Equal(vector.Text("expect_propagation_error"), context.GetTag(PropagationTags.Error));
    });

    /// <summary>The reference puts <c>t.tid</c> into tracestate; here, as in Datadog's .NET tracer, it is left out.</summary>
    internal static void CheckHeaders(VectorCase vector, Dictionary<string, string> headers)
    {
        var expect = vector.Map("expect_headers");
        if (vector.Text("also_acceptable_tracestate") is { } other && headers.GetValueOrDefault("tracestate") == other) expect["tracestate"] = other;
        Assert.Equal(expect, headers);
    }
}
