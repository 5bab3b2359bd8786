namespace DdRun.Sampling;

/// <summary>What a sampler decided for a trace, and why.</summary>
/// <param name="Priority"><see cref="SamplingPriority"/>.</param>
/// <param name="Mechanism"><see cref="SamplingMechanism"/>; <c>_dd.p.dm</c> is its negative.</param>
/// <param name="RuleRate"><c>_dd.rule_psr</c>.</param>
/// <param name="LimitRate"><c>_dd.limit_psr</c>.</param>
/// <param name="AgentRate"><c>_dd.agent_psr</c>.</param>
internal readonly record struct SamplingDecision(int Priority, int Mechanism, double? RuleRate = null, double? LimitRate = null, double? AgentRate = null)
{
    public bool Keep => Priority > 0;

    /// <summary><c>_dd.p.ksr</c>: the rate that applied, as text.</summary>
    public string? KnuthRate => (RuleRate ?? AgentRate) is { } rate ? SamplingRate.Format(rate) : null;
}
