using DdRun.Configuration;

namespace DdRun.Sampling;

/// <summary>Decides about traces that nobody upstream has decided about: first matching rule, else the agent's rate, else keep.</summary>
internal sealed class TraceSampler
{
    private readonly SamplingRule[] _rules;
    // What was decided last by each rule: kept at the rate of the limiter, or not.
    private readonly SamplingDecision?[] _kept, _rejected;
    private readonly RateLimiter _limiter;
    private readonly AgentRates _agentRates = new();

    public TraceSampler(Settings settings, Func<long>? clock = null)
    {
        // Nothing to read, nothing of the JSON reader to load.
        var rules = string.IsNullOrWhiteSpace(settings.SamplingRules) ? [] : SamplingRuleReader.ReadTraceRules(settings.SamplingRules);
        if (settings.SampleRate is { } rate)
            rules.Add(new(rate));
        _rules = [.. rules];
        _kept = new SamplingDecision?[_rules.Length];
        _rejected = new SamplingDecision?[_rules.Length];
        _limiter = new(settings.RateLimit, clock);
    }

    public IReadOnlyList<SamplingRule> Rules => _rules;

    /// <summary>Whether <see cref="Decide(ISamplingTarget, string?)"/> looks at the environment: there are rates of the agent.</summary>
    public bool NeedsEnv => !_agentRates.IsEmpty;

    public void UpdateAgentRates(IReadOnlyDictionary<string, double> rateByService) => _agentRates.Replace(rateByService);

    /// <param name="root">The local root.</param>
    /// <param name="env">The root's environment.</param>
    public SamplingDecision Decide(ISamplingTarget root, string? env)
    {
        for (var i = 0; i < _rules.Length; i++)
            if (_rules[i].Matches(root))
                return Decide(i, root.TraceIdLow);
        return _agentRates.Find(root.Service, env)?.Decide(root.TraceIdLow) ?? SamplingDecision.Default;
    }

    private SamplingDecision Decide(int index, ulong traceId)
    {
        var rule = _rules[index];
        if (!SamplingRate.Keeps(rule.Rate, traceId))
            return _rejected[index] ??= new(SamplingPriority.UserReject, rule.Mechanism, rule.Rate);
        if (!_limiter.TryPass(out var share))
            return new(SamplingPriority.UserReject, rule.Mechanism, rule.Rate, share);
        if (_kept[index] is { } kept && kept.LimitRate == share)
            return kept;
        return _kept[index] = new(SamplingPriority.UserKeep, rule.Mechanism, rule.Rate, share);
    }
}
