using System.Diagnostics;
using DdRun.Tracing;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace DdRun.Benchmarks.Spans;

/// <summary>Processor time of the whole process for a span that is made, encoded and sent, against the OpenTelemetry SDK whose exporter throws its batch away.</summary>
internal static class EndToEnd
{
    private const int Spans = 100_000, Rounds = 11;

    public static void Run()
    {
        using var source = new ActivitySource("benchmark");
        using var sdk = Sdk.CreateTracerProviderBuilder()
            .AddSource("benchmark")
            .AddProcessor(new BatchActivityExportProcessor(new DiscardingExporter(), maxQueueSize: 2 * Spans, scheduledDelayMilliseconds: 100))
            .Build();
        using var agent = new SinkAgent();
        TracerCore.Current = new TracerCore(BenchmarkSettings.Create(("DD_TRACE_AGENT_URL", agent.Url), ("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", "1000000000")));

        var theirs = new List<double>();
        var ours = new List<double>();
        for (var round = -2; round < Rounds; round++)
        {
            var one = Cost(() => Activities(source), () => sdk.ForceFlush());
            var other = Cost(Traces, () => Tracer.Flush(TimeSpan.FromMinutes(1)));
            if (round < 0)
                continue;
            theirs.Add(one);
            ours.Add(other);
        }
        theirs.Sort();
        ours.Sort();
        var (median, ownMedian) = (theirs[Rounds / 2], ours[Rounds / 2]);
        Console.WriteLine($"  OpenTelemetry, batch processor, export thrown away: {median:0} ns of processor time a span");
        Console.WriteLine($"  dd-run, encoded and sent to an agent:               {ownMedian:0} ns of processor time a span, {ownMedian / median:0.00}");
    }

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
