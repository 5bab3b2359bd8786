namespace DdRun.Configuration.Declarations;

internal static class PropagationVariables
{
    public const string DefaultStyles = "datadog,tracecontext,baggage";

    [Documented("Styles for both ways, in order: `datadog`, `tracecontext`, `b3multi`, `b3` (or `B3 single header`), `baggage`, `none`.", Otel = "OTEL_PROPAGATORS")]
    public static readonly Setting<string?> Styles = new("DD_TRACE_PROPAGATION_STYLE", DefaultStyles);

    [Documented("Styles to read; wins over `DD_TRACE_PROPAGATION_STYLE`.")]
    public static readonly Setting<string?> ExtractStyles = new("DD_TRACE_PROPAGATION_STYLE_EXTRACT", null);

    [Documented("Styles to write; wins over `DD_TRACE_PROPAGATION_STYLE`.")]
    public static readonly Setting<string?> InjectStyles = new("DD_TRACE_PROPAGATION_STYLE_INJECT", null);

    [Documented("Only the first style is tried.")]
    public static readonly Setting<bool> ExtractFirst = new("DD_TRACE_PROPAGATION_EXTRACT_FIRST", false);

    [Documented("`continue` the incoming trace, `restart` with a link to it, or `ignore` it.")]
    public static readonly Setting<string?> ExtractBehavior = new("DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT", "continue");

    [Documented("Reads and writes `ot-baggage-*` headers in the datadog style.")]
    public static readonly Setting<bool> HttpBaggage = new("DD_TRACE_PROPAGATION_HTTP_BAGGAGE_ENABLED", false);

    [Documented("Baggage items that become span tags `baggage.<key>`; `*` = all, empty = none.")]
    public static readonly Setting<string?> BaggageTagKeys = new("DD_TRACE_BAGGAGE_TAG_KEYS", "user.id,account.id,session.id");

    [Documented("Characters that `x-datadog-tags` may have, 0 to 512; 0 = never written.")]
    public static readonly Setting<int> TagsMaxLength = new("DD_TRACE_X_DATADOG_TAGS_MAX_LENGTH", 512);

    [Documented("128-bit trace ids in log records; off: their lower half, as a decimal.")]
    public static readonly Setting<bool> TraceId128Logging = new("DD_TRACE_128_BIT_TRACEID_LOGGING_ENABLED", true);

    [Documented("128-bit trace ids.")]
    public static readonly Setting<bool> TraceId128 = new("DD_TRACE_128_BIT_TRACEID_GENERATION_ENABLED", true);
}
