using System.Text.Json.Nodes;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Vectors;

public class OtelTraceStateVectors
{
    /// <summary>What a span that continues the headers hands on: OpenTelemetry's member, and the others beside ours.</summary>
    [Theory]
    [VectorData("otel_tracestate")]
    public void Probability_sampling_is_told(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var settings = vector.Settings();
        var tracer = new TracerCore(settings, new RecordingWriter());
        if (vector["rate_by_service"] is JsonObject rates)
            tracer.Sampler.UpdateAgentRates(rates.ToDictionary(p => p.Key, p => p.Value!.GetValue<double>()));
        var span = tracer.Start(new LocalRoot(Headers.Extract(settings, vector.Map("headers"))!), "child", null, null, null);
        if (vector.Text("manual") is { } manual)
            span.SetTag("manual." + manual, true);

        var members = Headers.Inject(settings, span.Context)["tracestate"].Split(',');
        Assert.StartsWith("dd=", members[0], StringComparison.Ordinal);
        Assert.InRange(members.Length, 1, 32);
        Assert.Equal(vector.Text("ot"), members.SingleOrDefault(m => m.StartsWith("ot=", StringComparison.Ordinal))?[3..]);
        Assert.Equal(vector.Text("others"), string.Join(',', members.Skip(1).Where(m => !m.StartsWith("ot=", StringComparison.Ordinal))));
        // Again, as every further request does.
        Assert.Equal(string.Join(',', members), Headers.Inject(settings, span.Context)["tracestate"]);
    });
}
