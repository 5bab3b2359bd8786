using System.Diagnostics;
using System.Globalization;
using DdRun.Hosting;
using DdRun.Tracing;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace DdRun.Benchmarks.Spans;

/// <summary>One measurement of <see cref="EndToEnd"/> or <see cref="Unsampled"/>: makes spans as fast as it can, and waits until they are sent.</summary>
internal static class EndToEndChild
{
    public const string
        Argument = "end-to-end-child", Tracer = "dd-run", TracerByOtlp = "dd-run-otlp", Kept = "kept", Dropped = "dropped", OpenTelemetry = "otlp", OpenTelemetryDiscarding = "discarding";

    private const int Spans = 100_000, Rounds = 15;

    // The runtime compiles hot code anew for seconds: once while it is at it, as in a process that is young, and once when it is done.
    private static readonly int[] s_warmUps = [5, 30];

    /// <summary>Nanoseconds of processor time that a span takes in a process of its own: in its first second, and after the runtime has compiled all that is hot.</summary>
    public static (double Young, double Warm) Start(string subject, int spansPerTrace, string url)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, [Argument, subject, spansPerTrace.ToString(CultureInfo.InvariantCulture), url]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var costs = output.Split(' ');
        return (double.Parse(costs[0], CultureInfo.InvariantCulture), double.Parse(costs[1], CultureInfo.InvariantCulture));
    }

    public static int Run(string subject, int spansPerTrace, string url)
    {
        var (young, warm) = subject switch
        {
            Tracer => Traces(spansPerTrace, ("DD_TRACE_AGENT_URL", url)),
            TracerByOtlp => Traces(spansPerTrace, ("OTEL_TRACES_EXPORTER", "otlp"), ("OTEL_EXPORTER_OTLP_ENDPOINT", url)),
            Kept => SampledTraces(spansPerTrace, url, "1"),
            Dropped => SampledTraces(spansPerTrace, url, "0"),
            OpenTelemetry => Activities(spansPerTrace, new OtlpTraceExporter(
                new OtlpExporterOptions { Endpoint = new Uri(url + "/v1/traces"), Protocol = OtlpExportProtocol.HttpProtobuf })),
            _ => Activities(spansPerTrace, new DiscardingExporter()),
        };
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{young} {warm}"));
        return 0;
    }

    // All of them counted for statistics.
    private static (double Young, double Warm) SampledTraces(int spansPerTrace, string url, string rate)
    {
        var tracer = ProcessTracer.Make(BenchmarkSettings.Create(
            ("DD_TRACE_AGENT_URL", url), ("DD_TRACE_STATS_COMPUTATION_ENABLED", "true"), ("DD_TRACE_RATE_LIMIT", "-1"),
            ("DD_TRACE_SAMPLING_RULES", $$"""[{"sample_rate":{{rate}}}]"""), ("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", "1000000000")));
        return Measure(
            () =>
            {
                for (var i = 0; i < Spans; i += spansPerTrace)
                {
                    using var root = tracer.Begin("root", null, "GET /", "web");
                    for (var child = 1; child < spansPerTrace; child++)
                    {
                        using var span = tracer.Begin("operation", null, null, null);
                        span.SetTag("component", "benchmark");
                        span.SetTag("kind", "client");
                    }
                }
            },
            () => tracer.Writer.Flush(TimeSpan.FromMinutes(1)));
    }

    private static (double Young, double Warm) Traces(int spansPerTrace, params (string Name, string Value)[] settings)
    {
        ProcessTracer.Current = ProcessTracer.Make(BenchmarkSettings.Create([("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", "1000000000"), .. settings]));
        return Measure(
            () =>
            {
                for (var i = 0; i < Spans; i += spansPerTrace)
                {
                    using var root = Operation();
                    for (var child = 1; child < spansPerTrace; child++)
                        Operation().Dispose();
                }
            },
            () => DdRun.Tracer.Flush(TimeSpan.FromMinutes(1)));
    }

    private static Span Operation()
    {
        var span = DdRun.Tracer.Trace("operation");
        span.SetTag("component", "benchmark");
        span.SetTag("kind", "client");
        return span;
    }

    private static (double Young, double Warm) Activities(int spansPerTrace, BaseExporter<Activity> exporter)
    {
        using var source = new ActivitySource("benchmark");
        using var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .AddProcessor(new BatchActivityExportProcessor(exporter, maxQueueSize: 2 * Spans, scheduledDelayMilliseconds: 100))
            .Build();
        return Measure(
            () =>
            {
                for (var i = 0; i < Spans; i += spansPerTrace)
                {
                    using var root = Operation(source);
                    for (var child = 1; child < spansPerTrace; child++)
                        Operation(source).Dispose();
                }
            },
            () => provider.ForceFlush());
    }

    private static Activity Operation(ActivitySource source)
    {
        var activity = source.StartActivity("operation")!;
        activity.SetTag("component", "benchmark");
        activity.SetTag("kind", "client");
        return activity;
    }

    private static (double Young, double Warm) Measure(Action make, Func<bool> flush)
    {
        var costs = new List<double>();
        while (costs.Count < s_warmUps[^1] + Rounds)
        {
            var before = Environment.CpuUsage.TotalTime;
            make();
            if (!flush())
                throw new InvalidOperationException("Not everything was sent.");
            costs.Add((Environment.CpuUsage.TotalTime - before).TotalNanoseconds / Spans);
        }
        return (costs.Skip(s_warmUps[0]).Take(Rounds).Average(), costs.TakeLast(Rounds).Average());
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
