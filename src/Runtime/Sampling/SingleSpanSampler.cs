using DdRun.Configuration;

namespace DdRun.Sampling;

/// <summary>Picks spans to keep out of traces that are dropped. Only asked when a trace's priority is 0 or less.</summary>
internal sealed class SingleSpanSampler(Settings settings, Func<long>? clock = null)
{
    private readonly List<SingleSpanRule> _rules =
        settings.SpanSamplingRules is { } rules && !string.IsNullOrWhiteSpace(rules) ? SamplingRuleReader.ReadSpanRules(rules, clock) : [];

    public bool HasRules => _rules.Count > 0;

    public int RuleCount => _rules.Count;

    /// <returns>Null when the span is not kept. The first matching rule decides.</returns>
    public SingleSpanDecision? Decide(ISamplingTarget span)
    {
        foreach (var rule in _rules)
            if (rule.Matches(span))
                return rule.Keeps(span.SpanId) ? new(rule.Rate, rule.MaxPerSecond) : null;
        return null;
    }
}
