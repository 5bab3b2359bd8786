using System.Diagnostics;
using System.Globalization;
using DdRun.Tracing;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace DdRun.Benchmarks.Spans;

/// <summary>One measurement of <see cref="EndToEnd"/>: makes spans as fast as it can, and waits until they are sent.</summary>
internal static class EndToEndChild
{
    public const string Argument = "end-to-end-child", Tracer = "dd-run", OpenTelemetry = "otlp", OpenTelemetryDiscarding = "discarding";

    private const int Spans = 100_000, WarmUps = 5, Rounds = 15;

    public static int Run(string subject, string url)
    {
        var cost = subject == Tracer ? Traces(url) : Activities(subject == OpenTelemetry
            ? new OtlpTraceExporter(new OtlpExporterOptions { Endpoint = new Uri(url + "/v1/traces"), Protocol = OtlpExportProtocol.HttpProtobuf })
            : new DiscardingExporter());
        Console.WriteLine(cost.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static double Traces(string url)
    {
        TracerCore.Current = new TracerCore(BenchmarkSettings.Create(("DD_TRACE_AGENT_URL", url), ("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", "1000000000")));
        return Measure(
            () =>
            {
                for (var i = 0; i < Spans; i++)
                {
                    using var span = DdRun.Tracer.Trace("operation");
                    span.SetTag("component", "benchmark");
                    span.SetTag("kind", "client");
                }
            },
            () => DdRun.Tracer.Flush(TimeSpan.FromMinutes(1)));
    }

    private static double Activities(BaseExporter<Activity> exporter)
    {
        using var source = new ActivitySource("benchmark");
        using var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .AddProcessor(new BatchActivityExportProcessor(exporter, maxQueueSize: 2 * Spans, scheduledDelayMilliseconds: 100))
            .Build();
        return Measure(
            () =>
            {
                for (var i = 0; i < Spans; i++)
                {
                    using var activity = source.StartActivity("operation")!;
                    activity.SetTag("component", "benchmark");
                    activity.SetTag("kind", "client");
                }
            },
            () => provider.ForceFlush());
    }

    private static double Measure(Action make, Func<bool> flush)
    {
        var costs = new List<double>();
        for (var round = -WarmUps; round < Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            make();
            if (!flush())
                throw new InvalidOperationException("Not everything was sent.");
            if (round >= 0)
                costs.Add((Environment.CpuUsage.TotalTime - before).TotalNanoseconds / Spans);
        }
        return costs.Average();
    }

    private sealed class DiscardingExporter : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var activity in batch)
                GC.KeepAlive(activity);
            return ExportResult.Success;
        }
    }
}
