namespace DdRun.Sampling;

/// <summary>One rule of <c>DD_SPAN_SAMPLING_RULES</c>.</summary>
internal sealed class SingleSpanRule(string? service, string? name, double rate, double? maxPerSecond, Func<long>? clock = null)
{
    private readonly RateLimiter? _limiter = maxPerSecond is { } limit ? new(limit, clock) : null;

    public double Rate => rate;

    public double? MaxPerSecond => maxPerSecond;

    public bool Matches(ISamplingTarget span) =>
        (service == null || (span.Service != null && Glob.Matches(service, span.Service))) && (name == null || Glob.Matches(name, span.Name));

    public bool Keeps(ulong spanId) => SamplingRate.Keeps(rate, spanId) && (_limiter == null || _limiter.TryPass(out _));
}
