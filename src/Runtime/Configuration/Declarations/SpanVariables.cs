namespace DdRun.Configuration.Declarations;

internal static class SpanVariables
{
    [Documented("Frames of a stack trace that are kept.")]
    public static readonly Setting<int> TracebackMaxSize = new("DD_TRACE_SPAN_TRACEBACK_MAX_SIZE", 30);

    [Documented("Puts the type's name into the default span name of wrapped methods.")]
    public static readonly Setting<bool> WrapIncludesClass = new("DD_TRACE_WRAP_SPAN_NAME_INCLUDE_CLASS", false);

    [Documented("Methods to trace without a manifest: `Ns.Type[M1,M2];Other[*]`.")]
    public static readonly Setting<string?> TraceMethods = new("DD_TRACE_METHODS", null);

    [Documented("Uses `DD_SERVICE` in place of the services that integrations name.")]
    public static readonly Setting<bool> RemoveIntegrationServices = new("DD_TRACE_REMOVE_INTEGRATION_SERVICE_NAMES_ENABLED", false);

    [Documented("Derives `peer.service` on client and producer spans.")]
    public static readonly Setting<bool> PeerServiceDefaults = new("DD_TRACE_PEER_SERVICE_DEFAULTS_ENABLED", false);

    [Documented("Renames peer services: `from:to`, separated by commas.")]
    public static readonly Setting<string?> PeerServiceMapping = new("DD_TRACE_PEER_SERVICE_MAPPING", null);

    [Documented("Spans of one trace beyond which further ones are left out in proportion, while more is made than can be sent. Without partial flushes, also the number that makes one.")]
    public static readonly Setting<int> MaxSpansPerTrace = new("DD_TRACE_MAX_SPANS_PER_TRACE", 100_000);

    [Documented("Times spans by the processor's time-stamp counter once a process has made traces for a while, where Linux keeps the time with it.")]
    public static readonly Setting<bool> ProcessorClock = new("DD_RUN_PROCESSOR_CLOCK", true);

    [Documented("Makes spans out of `System.Diagnostics.Activity`.", Otel = "OTEL_SDK_DISABLED")]
    public static readonly Setting<bool> OtelEnabled = new("DD_TRACE_OTEL_ENABLED", false);

    [Documented("Manifests, separated as in `PATH`.", Default = "dd-run.json beside the application")]
    public static readonly Setting<string?> Manifest = new("DD_RUN_MANIFEST", null);

    [Documented("Follows the manifests while the process runs: what changes in them is in force within a second.")]
    public static readonly Setting<bool> Live = new("DD_RUN_LIVE", false);

    [Documented("Says in `code.function.name` of which method a span of a rule or a request is, so that the viewer can look into it. `--ui` sets it, and by OTLP rules say it anyway.")]
    public static readonly Setting<bool> FunctionNames = new("DD_RUN_FUNCTION_NAMES", false);
}
