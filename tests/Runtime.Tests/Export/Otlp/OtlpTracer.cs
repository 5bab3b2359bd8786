using DdRun.Hosting;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Testing.Otlp;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Export.Otlp;

internal static class OtlpTracer
{
    /// <summary>A tracer that sends to the receiver.</summary>
    public static TracerCore For(OtlpReceiver receiver, params (string Name, string Value)[] environment) => For(receiver.Url, environment);

    public static TracerCore For(string url, params (string Name, string Value)[] environment)
    {
        var all = new Dictionary<string, string> { ["OTEL_TRACES_EXPORTER"] = "otlp", ["OTEL_EXPORTER_OTLP_ENDPOINT"] = url, ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "60000" };
        foreach (var (name, value) in environment)
            all[name] = value;
        return ProcessTracer.Make(TestTracer.SettingsOf([.. all.Select(pair => (pair.Key, pair.Value))]));
    }

    public static void Flush(this TracerCore tracer) => Assert.True(tracer.Writer.Flush(TimeSpan.FromMinutes(2)));
}
