namespace DdRun.Sampling;

/// <summary>A span that is kept though its trace is not.</summary>
/// <param name="RuleRate"><c>_dd.span_sampling.rule_rate</c>.</param>
/// <param name="MaxPerSecond"><c>_dd.span_sampling.max_per_second</c>; null when the rule has none.</param>
internal readonly record struct SingleSpanDecision(double RuleRate, double? MaxPerSecond);
