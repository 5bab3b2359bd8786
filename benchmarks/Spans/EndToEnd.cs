using System.Diagnostics;
using DdRun.Tracing;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace DdRun.Benchmarks.Spans;

/// <summary>
/// Processor time of the whole process for a span that is made, encoded, sent and received, against the OpenTelemetry SDK with a batch processor:
/// once with its exporter to the same server, once with one that throws everything away.
/// </summary>
internal static class EndToEnd
{
    private const int Spans = 100_000, Rounds = 11;

    public static void Run()
    {
        using var agent = new SinkAgent();
        using var discarded = new ActivitySource("discarded");
        using var discarding = Provider(discarded, new DiscardingExporter());
        using var sent = new ActivitySource("sent");
        using var sending = Provider(sent, new OtlpTraceExporter(new OtlpExporterOptions { Endpoint = new Uri(agent.Url + "/v1/traces"), Protocol = OtlpExportProtocol.HttpProtobuf }));
        TracerCore.Current = new TracerCore(BenchmarkSettings.Create(("DD_TRACE_AGENT_URL", agent.Url), ("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", "1000000000")));

        (string Name, Action Make, Action Flush)[] subjects =
        [
            ("OpenTelemetry, sent with OTLP", () => Activities(sent), () => sending.ForceFlush()),
            ("OpenTelemetry, thrown away", () => Activities(discarded), () => discarding.ForceFlush()),
            ("dd-run, sent to an agent", Traces, () => Tracer.Flush(TimeSpan.FromMinutes(1))),
        ];
        var costs = subjects.Select(_ => new List<double>()).ToArray();
        for (var round = -2; round < Rounds; round++)
        {
            for (var i = 0; i < subjects.Length; i++)
            {
                var cost = Cost(subjects[i].Make, subjects[i].Flush);
                if (round >= 0)
                    costs[i].Add(cost);
            }
        }
        for (var i = 0; i < subjects.Length; i++)
        {
            costs[i].Sort();
            Console.WriteLine($"  {subjects[i].Name,-32}{costs[i][Rounds / 2],7:0} ns of processor time a span, {costs[i][Rounds / 2] / costs[0][Rounds / 2]:0.00}");
        }
    }

    private static TracerProvider Provider(ActivitySource source, BaseExporter<Activity> exporter) => Sdk.CreateTracerProviderBuilder()
        .AddSource(source.Name)
        .AddProcessor(new BatchActivityExportProcessor(exporter, maxQueueSize: 2 * Spans, scheduledDelayMilliseconds: 100))
        .Build();

    private static double Cost(Action make, Action flush)
    {
        var before = Environment.CpuUsage.TotalTime;
        make();
        flush();
        return (Environment.CpuUsage.TotalTime - before).TotalNanoseconds / Spans;
    }

    private static void Activities(ActivitySource source)
    {
        for (var i = 0; i < Spans; i++)
        {
            using var activity = source.StartActivity("operation")!;
            activity.SetTag("component", "benchmark");
            activity.SetTag("kind", "client");
        }
    }

    private static void Traces()
    {
        for (var i = 0; i < Spans; i++)
        {
            using var span = Tracer.Trace("operation");
            span.SetTag("component", "benchmark");
            span.SetTag("kind", "client");
        }
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
