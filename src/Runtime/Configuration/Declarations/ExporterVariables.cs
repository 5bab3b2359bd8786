namespace DdRun.Configuration.Declarations;

internal static class ExporterVariables
{
    [Documented("`otlp`: traces go to an OTLP receiver instead of a Datadog agent; `none`: nowhere.", Default = "the agent")]
    public static readonly Setting<string?> Traces = new("OTEL_TRACES_EXPORTER", null);

    [Documented("`otlp`: runtime metrics and those of `DD_METRICS_METERS` go to an OTLP receiver instead of DogStatsD; `none`: nowhere.", Default = "DogStatsD")]
    public static readonly Setting<string?> Metrics = new("OTEL_METRICS_EXPORTER", null);

    [Documented("The same as `OTEL_METRICS_EXPORTER=otlp`, where `DD_RUNTIME_METRICS_ENABLED` is on.")]
    public static readonly Setting<bool> MetricsByOtlp = new("DD_METRICS_OTEL_ENABLED", false);

    [Documented("`otlp`: log records of `ILogger`, Serilog and NLog go to an OTLP receiver.", Default = "nowhere")]
    public static readonly Setting<string?> Logs = new("OTEL_LOGS_EXPORTER", null);

    [Documented("The same as `OTEL_LOGS_EXPORTER=otlp`.")]
    public static readonly Setting<bool> LogsByOtlp = new("DD_LOGS_OTEL_ENABLED", false);

    [Documented("The receiver's address, to which `v1/traces`, `v1/metrics` or `v1/logs` is added. Like every setting from here to the certificates, it has a form for one signal, which wins: `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` (used as it is), `…_METRICS_…`, `…_LOGS_…`.", Default = "http://localhost:4318")]
    public static readonly Setting<string?> Endpoint = new("OTEL_EXPORTER_OTLP_ENDPOINT", null);

    [Documented("`http/protobuf` or `http/json`.", Default = "http/protobuf")]
    public static readonly Setting<string?> Protocol = new("OTEL_EXPORTER_OTLP_PROTOCOL", null);

    [Documented("Headers of every request: `name=value`, separated by commas, values percent-encoded. They are never logged or shown.")]
    public static readonly Setting<string?> Headers = new("OTEL_EXPORTER_OTLP_HEADERS", null);

    [Documented("Milliseconds that a request may take, with all its retries.")]
    public static readonly Setting<double> Timeout = new("OTEL_EXPORTER_OTLP_TIMEOUT", 10_000);

    [Documented("`gzip` or `none`.", Default = "none")]
    public static readonly Setting<string?> Compression = new("OTEL_EXPORTER_OTLP_COMPRESSION", null);

    [Documented("PEM file with the certificate authorities to trust.", Default = "the system's")]
    public static readonly Setting<string?> Certificate = new("OTEL_EXPORTER_OTLP_CERTIFICATE", null);

    [Documented("PEM file with the certificate to show to the receiver.")]
    public static readonly Setting<string?> ClientCertificate = new("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", null);

    [Documented("PEM file with that certificate's key.", Default = "in the certificate's file")]
    public static readonly Setting<string?> ClientKey = new("OTEL_EXPORTER_OTLP_CLIENT_KEY", null);

    [Documented("Milliseconds between two requests with spans.", Default = "`DD_TRACE_WRITER_INTERVAL_SECONDS`")]
    public static readonly Setting<double> SpanDelay = new("OTEL_BSP_SCHEDULE_DELAY", 0);

    [Documented("Spans of one request at most.", Default = "what fits 4 MiB")]
    public static readonly Setting<int> SpanBatch = new("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 0);

    [Documented("Milliseconds that a request with spans may take, where that is less than `OTEL_EXPORTER_OTLP_TIMEOUT`.", Default = "`OTEL_EXPORTER_OTLP_TIMEOUT`")]
    public static readonly Setting<double> SpanTimeout = new("OTEL_BSP_EXPORT_TIMEOUT", 30_000);

    [Documented("The same for a report of metrics.", Default = "`OTEL_EXPORTER_OTLP_TIMEOUT`")]
    public static readonly Setting<double> MetricTimeout = new("OTEL_METRIC_EXPORT_TIMEOUT", 30_000);

    [Documented("Milliseconds between two reports of metrics; `DD_RUNTIME_METRICS_INTERVAL` wins where both are set.")]
    public static readonly Setting<double> MetricInterval = new("OTEL_METRIC_EXPORT_INTERVAL", 60_000);

    [Documented("`cumulative`, `delta` or `lowmemory`. Prometheus and Mimir take cumulative sums only, a Datadog agent prefers delta.", Default = "cumulative")]
    public static readonly Setting<string?> Temporality = new("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", null);

    [Documented("Meters of the application or its libraries to report: `MyApp.*,Npgsql`; `*` for all.")]
    public static readonly Setting<string?> Meters = new("DD_METRICS_METERS", null);

    [Documented("Off: OTLP spans carry the tags under the names that Datadog gives them, with `operation.name`, `resource.name` and `span.type`.")]
    public static readonly Setting<bool> Semantics = new("DD_TRACE_OTEL_SEMANTICS_ENABLED", true);

    [Documented("`http/dup`, `database/dup`, `rpc/dup`, separated by commas: OTLP spans carry the older names as well.")]
    public static readonly Setting<string?> OlderNames = new("OTEL_SEMCONV_STABILITY_OPT_IN", null);

    [Documented("`logs`: exceptions of spans are log records, with their trace, where log records go by OTLP; `logs/dup`: both.", Default = "events of spans")]
    public static readonly Setting<string?> Exceptions = new("OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN", null);
}
