using DdRun.Configuration.Declarations;

namespace DdRun.Configuration;

/// <summary>What goes by OTLP; made only where something does.</summary>
/// <param name="Traces">Null: to the agent.</param>
/// <param name="Metrics">Null: to DogStatsD.</param>
/// <param name="Logs">Null: nowhere.</param>
/// <param name="SpanDelay">Null: the writer's own interval.</param>
/// <param name="SpanBatch">Spans of a request at most; 0 for no such bound.</param>
/// <param name="MaxBytes">Of a request, before compression.</param>
/// <param name="MetricInterval">Between two reports.</param>
/// <param name="Temporality">Of sums and histograms.</param>
/// <param name="Semantics">Off: Datadog's names.</param>
/// <param name="OlderNames">What <c>OTEL_SEMCONV_STABILITY_OPT_IN</c> says.</param>
/// <param name="Exceptions">Where those of spans go.</param>
internal sealed record OtlpSettings(
    OtlpSignal? Traces, OtlpSignal? Metrics, OtlpSignal? Logs, TimeSpan? SpanDelay, int SpanBatch, int MaxBytes, TimeSpan MetricInterval, OtlpTemporality Temporality,
    bool Semantics, string? OlderNames, ExceptionSignal Exceptions)
{
    // What receivers take unless they are told otherwise.
    private const int DefaultMaxBytes = 4 * 1024 * 1024 - 1;
    private const double MostMilliseconds = 1e9;

    /// <summary>Null where nothing goes by OTLP.</summary>
    public static OtlpSettings? Read(SettingsSource source, bool runtimeMetrics)
    {
        var traces = IsOtlp(source, ExporterVariables.Traces);
        var metrics = IsOtlp(source, ExporterVariables.Metrics) || (runtimeMetrics && source.Flag(ExporterVariables.MetricsByOtlp));
        var logs = IsOtlp(source, ExporterVariables.Logs) || source.Flag(ExporterVariables.LogsByOtlp);
        return traces || metrics || logs ? Make(source, traces, metrics, logs) : null;
    }

    private static OtlpSettings Make(SettingsSource source, bool traces, bool metrics, bool logs)
    {
        const string queue = "OTEL_BSP_MAX_QUEUE_SIZE";
        if (source.Text(new Setting<string?>(queue, null)) is { } text)
            source.Report(queue, text, "not supported", "DD_TRACE_WRITER_BUFFER_SIZE_BYTES");
        TimeSpan? delay = traces && source.Raw(AgentVariables.WriterInterval) is null && source.Raw(ExporterVariables.SpanDelay) is { Length: > 0 }
            ? Milliseconds(source, ExporterVariables.SpanDelay, 10) : null;
        return new(
            traces ? OtlpSignal.Read(source, "TRACES", ExporterVariables.SpanTimeout) : null,
            metrics ? OtlpSignal.Read(source, "METRICS", ExporterVariables.MetricTimeout) : null,
            logs ? OtlpSignal.Read(source, "LOGS") : null,
            delay,
            source.Integer(ExporterVariables.SpanBatch, 1, int.MaxValue),
            source.Raw(AgentVariables.MaxPayloadBytes) is { Length: > 0 } ? source.Integer(AgentVariables.MaxPayloadBytes, 1024, int.MaxValue) : DefaultMaxBytes,
            source.Raw(SwitchVariables.RuntimeMetricsInterval) is { Length: > 0 }
                ? source.Seconds(SwitchVariables.RuntimeMetricsInterval, 0.1)
                : Milliseconds(source, ExporterVariables.MetricInterval, 100),
            ReadTemporality(source),
            source.Flag(ExporterVariables.Semantics),
            source.Text(ExporterVariables.OlderNames),
            traces ? ReadExceptions(source, logs) : ExceptionSignal.Spans);
    }

    private static bool IsOtlp(SettingsSource source, Setting<string?> exporter)
    {
        if (source.Text(exporter) is not { } text)
            return false;
        var word = SettingsSource.Lower(text);
        // Of the other two it is told where they stand in for one of our settings.
        if (exporter == ExporterVariables.Logs && word is not ("otlp" or "none"))
            source.Report(exporter.Name, text, "not one of otlp, none", "none");
        return word == "otlp";
    }

    private static TimeSpan Milliseconds(SettingsSource source, Setting<double> setting, double least) =>
        TimeSpan.FromMilliseconds(Math.Min(source.Number(setting, least), MostMilliseconds));

    private static ExceptionSignal ReadExceptions(SettingsSource source, bool logs)
    {
        if (source.Text(ExporterVariables.Exceptions) is not { } text)
            return ExceptionSignal.Spans;
        var signal = SettingsSource.Lower(text) switch { "logs" => ExceptionSignal.Logs, "logs/dup" => ExceptionSignal.Both, _ => ExceptionSignal.Spans };
        if (signal == ExceptionSignal.Spans)
            source.Report(ExporterVariables.Exceptions.Name, text, "not one of logs, logs/dup", "events of spans");
        else if (!logs)
            source.Report(ExporterVariables.Exceptions.Name, text, "log records do not go by OTLP (OTEL_LOGS_EXPORTER)", "events of spans");
        return logs ? signal : ExceptionSignal.Spans;
    }

    private static OtlpTemporality ReadTemporality(SettingsSource source)
    {
        if (source.Text(ExporterVariables.Temporality) is not { } text)
            return OtlpTemporality.Cumulative;
        switch (SettingsSource.Lower(text))
        {
            case "cumulative":
                return OtlpTemporality.Cumulative;
            case "delta":
                return OtlpTemporality.Delta;
            case "lowmemory":
                return OtlpTemporality.LowMemory;
            default:
                source.Report(ExporterVariables.Temporality.Name, text, "not one of cumulative, delta, lowmemory", "cumulative");
                return OtlpTemporality.Cumulative;
        }
    }
}
