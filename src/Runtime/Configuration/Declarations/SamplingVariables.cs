namespace DdRun.Configuration.Declarations;

internal static class SamplingVariables
{
    [Documented("JSON array of `{\"sample_rate\", \"service\", \"name\", \"resource\", \"tags\"}`; the first that matches the local root decides. Globs `*` and `?`.", Otel = "OTEL_TRACES_SAMPLER")]
    public static readonly Setting<string?> Rules = new("DD_TRACE_SAMPLING_RULES", null);

    [Documented("Rate for every trace that no rule matches, 0 to 1.", Default = "the agent's rates")]
    public static readonly Setting<string?> SampleRate = new("DD_TRACE_SAMPLE_RATE", null);

    [Documented("Traces a second that rules may keep; negative = no limit.")]
    public static readonly Setting<double> RateLimit = new("DD_TRACE_RATE_LIMIT", 100);

    [Documented("JSON array of `{\"service\", \"name\", \"sample_rate\", \"max_per_second\"}`: spans to keep out of dropped traces; one that names neither service nor name is left out.")]
    public static readonly Setting<string?> SpanRules = new("DD_SPAN_SAMPLING_RULES", null);

    [Documented("File with the same; `DD_SPAN_SAMPLING_RULES` wins.")]
    public static readonly Setting<string?> SpanRulesFile = new("DD_SPAN_SAMPLING_RULES_FILE", null);

    [Documented("Regular expressions over the resource of the local root, separated by commas: such traces are not sent.")]
    public static readonly Setting<string?> IgnoreResources = new("DD_TRACE_IGNORE_RESOURCES", null, "DD_APM_IGNORE_RESOURCES");
}
