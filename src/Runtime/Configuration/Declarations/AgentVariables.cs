namespace DdRun.Configuration.Declarations;

internal static class AgentVariables
{
    [Documented("Address of the agent: `http://`, `https://` or `unix://`.", Default = "/var/run/datadog/apm.socket if it exists, else http://localhost:8126")]
    public static readonly Setting<string?> Url = new("DD_TRACE_AGENT_URL", null);

    [Documented("Host of the agent, for traces and metrics.", Default = "localhost")]
    public static readonly Setting<string?> Host = new("DD_AGENT_HOST", null);

    [Documented("Host of the agent, for traces only.")]
    public static readonly Setting<string?> TraceHost = new("DD_TRACE_AGENT_HOSTNAME", null);

    [Documented("Port of the agent, for traces.", Default = "8126")]
    public static readonly Setting<int> TracePort = new("DD_TRACE_AGENT_PORT", 0);

    [Documented("Port of the agent, where no more specific one is set; feeds traces and DogStatsD alike.")]
    public static readonly Setting<int> Port = new("DD_AGENT_PORT", 0);

    [Documented("Windows named pipe of the agent, without `\\\\.\\pipe\\`.")]
    public static readonly Setting<string?> PipeName = new("DD_TRACE_PIPE_NAME", null);

    [Documented("Seconds that a request to the agent may take.")]
    public static readonly Setting<double> Timeout = new("DD_TRACE_AGENT_TIMEOUT_SECONDS", 2);

    [Documented("`v0.4` or `v0.5`.", Default = "v0.5, v0.4 on Windows; what the agent does not list is not used")]
    public static readonly Setting<string?> ApiVersion = new("DD_TRACE_API_VERSION", null);

    [Documented("Bytes of encoded spans that may wait for sending.")]
    public static readonly Setting<int> BufferBytes = new("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", 20 * 1024 * 1024);

    [Documented("Bytes of one payload at most.")]
    public static readonly Setting<int> MaxPayloadBytes = new("DD_TRACE_WRITER_MAX_PAYLOAD_SIZE_BYTES", 20 * 1024 * 1024);

    [Documented("Seconds between two payloads.")]
    public static readonly Setting<double> WriterInterval = new("DD_TRACE_WRITER_INTERVAL_SECONDS", 1);

    [Documented("Sends finished spans of traces that are still going on.")]
    public static readonly Setting<bool> PartialFlush = new("DD_TRACE_PARTIAL_FLUSH_ENABLED", true);

    [Documented("Finished spans of one trace that make a partial flush.")]
    public static readonly Setting<int> PartialFlushMinSpans = new("DD_TRACE_PARTIAL_FLUSH_MIN_SPANS", 300);

    [Documented("Seconds without a span that starts or ends, after which the finished spans of a trace that is still going on are sent; 0 for never.")]
    public static readonly Setting<double> PartialFlushIdle = new("DD_TRACE_PARTIAL_FLUSH_IDLE_SECONDS", 30);

    [Documented("Seconds that a finished span waits at most for the rest of its trace; 0 for ever.")]
    public static readonly Setting<double> PartialFlushMaxAge = new("DD_TRACE_PARTIAL_FLUSH_MAX_AGE_SECONDS", 300);

    [Documented("Traces whose finished spans may wait for open ones.")]
    public static readonly Setting<int> MaxOpenTraces = new("DD_TRACE_OPEN_TRACES_MAX", 10_000);

    [Documented("Bytes that finished spans of traces that are still going on may take, estimated.")]
    public static readonly Setting<int> MaxOpenTraceBytes = new("DD_TRACE_OPEN_TRACES_MAX_SIZE_BYTES", 20 * 1024 * 1024);

    [Documented("Counts hits, errors and latencies here, so that dropped traces are counted too. The agent must support it.")]
    public static readonly Setting<bool> StatsComputation = new("DD_TRACE_STATS_COMPUTATION_ENABLED", false, "DD_TRACE_COMPUTE_STATS");

    [Documented("Kinds of spans that are counted apart in ten seconds; further ones are counted together as `tracer_blocked_value`.")]
    public static readonly Setting<int> StatsCardinality = new("DD_TRACE_STATS_CARDINALITY_LIMIT", 7000);

    [Documented("Resources that are counted apart in ten seconds; further ones are counted together as `tracer_blocked_value`.")]
    public static readonly Setting<int> StatsResources = new("DD_TRACE_STATS_RESOURCE_CARDINALITY_LIMIT", 1024);

    [Documented("Sends span events as a field of the span, whatever the agent says.")]
    public static readonly Setting<bool> NativeSpanEvents = new("DD_TRACE_NATIVE_SPAN_EVENTS", false);

    [Documented("Address of DogStatsD: `udp://host:port`, or `unix:///path` of a datagram or stream socket; `unixgram:` and `unixstream:` say which.", Default = "/var/run/datadog/dsd.socket if it exists, else udp://localhost:8125")]
    public static readonly Setting<string?> StatsdUrl = new("DD_DOGSTATSD_URL", null);

    [Documented("Host of DogStatsD.", Default = "that of the agent")]
    public static readonly Setting<string?> StatsdHost = new("DD_DOGSTATSD_HOST", null);

    [Documented("Port of DogStatsD.", Default = "8125")]
    public static readonly Setting<int> StatsdPort = new("DD_DOGSTATSD_PORT", 0);

    [Documented("Sends no metric at all.")]
    public static readonly Setting<bool> StatsdDisabled = new("DD_DOGSTATSD_DISABLE", false);

    [Documented("Tags for every metric of DogStatsD clients.")]
    public static readonly Setting<string?> StatsdTags = new("DATADOG_TAGS", null);

    [Documented("Lets the agent tell containers apart by their id.")]
    public static readonly Setting<bool> OriginDetection = new("DD_ORIGIN_DETECTION_ENABLED", true);
}
