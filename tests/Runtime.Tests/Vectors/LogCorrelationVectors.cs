using DdRun.Logging;

namespace DdRun.Runtime.Tests.Vectors;

public class LogCorrelationVectors
{
    [Theory]
    [VectorData("log_correlation")]
    public void Log_records(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var settings = new DdRun.Configuration.Settings(vector.Map("config").GetValueOrDefault, fileExists: _ => false);
        var active = vector["active"];
        var record = LogCorrelation.Read(
            settings,
            (ulong)(Headers.TraceId(active?["trace_id_hex"]?.GetValue<string>()) >> 64),
            (ulong)Headers.TraceId(active?["trace_id_hex"]?.GetValue<string>()),
            Headers.SpanId(VectorCase.ToText(active?["span_id"])));
        Assert.Equal(vector.Map("expect"), record.ToDictionary());
    });
}
