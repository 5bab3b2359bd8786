using DdRun.Configuration;

namespace DdRun.Sampling;

/// <summary>Decides about traces that nobody upstream has decided about: first matching rule, else the agent's rate, else keep.</summary>
internal sealed class TraceSampler
{
    private readonly SamplingRule[] _rules;
    private readonly RateLimiter _limiter;
    private readonly AgentRates _agentRates = new();

    public TraceSampler(Settings settings, Func<long>? clock = null)
    {
        // Nothing to read, nothing of the JSON reader to load.
        var rules = string.IsNullOrWhiteSpace(settings.SamplingRules) ? [] : SamplingRuleReader.ReadTraceRules(settings.SamplingRules);
        if (settings.SampleRate is { } rate) rules.Add(new(rate));
        _rules = [.. rules];
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
        foreach (var rule in _rules)
            if (rule.Matches(root))
                return Decide(rule, root.TraceIdLow);
        if (_agentRates.Find(root.Service, env) is not { } rate) return new(SamplingPriority.AutoKeep, SamplingMechanism.Default);
        var keep = SamplingRate.Keeps(rate, root.TraceIdLow);
        return new(keep ? SamplingPriority.AutoKeep : SamplingPriority.AutoReject, SamplingMechanism.AgentRate, AgentRate: rate);
    }

    private SamplingDecision Decide(SamplingRule rule, ulong traceId)
    {
        if (!SamplingRate.Keeps(rule.Rate, traceId)) return new(SamplingPriority.UserReject, rule.Mechanism, rule.Rate);
        var passed = _limiter.TryPass(out var share);
        return new(passed ? SamplingPriority.UserKeep : SamplingPriority.UserReject, rule.Mechanism, rule.Rate, share);
    }
}
