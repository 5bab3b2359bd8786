namespace DdRun.Sampling;

/// <summary>What was decided for a trace, and why. Many traces have the same.</summary>
/// <param name="priority"><see cref="SamplingPriority"/>.</param>
/// <param name="mechanism"><see cref="SamplingMechanism"/>; null when another process decided, and its reasons came along.</param>
/// <param name="ruleRate"><c>_dd.rule_psr</c>.</param>
/// <param name="limitRate"><c>_dd.limit_psr</c>.</param>
/// <param name="agentRate"><c>_dd.agent_psr</c>.</param>
internal sealed class SamplingDecision(int priority, int? mechanism, double? ruleRate = null, double? limitRate = null, double? agentRate = null)
{
    public static readonly SamplingDecision Default = new(SamplingPriority.AutoKeep, SamplingMechanism.Default);

    private static readonly SamplingDecision s_keptElsewhere = new(SamplingPriority.AutoKeep, mechanism: null);

    /// <summary>More is made than can be sent.</summary>
    public static readonly SamplingDecision LeftOut = new(SamplingPriority.AutoReject, mechanism: null);

    public int Priority => priority;

    public bool Keep => priority > 0;

    public bool IsManual => mechanism == SamplingMechanism.Manual;

    public double? RuleRate => ruleRate;
    public double? LimitRate => limitRate;
    public double? AgentRate => agentRate;

    /// <summary>The one that applied; null where none did.</summary>
    public double? Rate => ruleRate ?? agentRate;

    /// <summary><c>_dd.p.dm</c>.</summary>
    public string? Maker { get; } = mechanism is { } known ? SamplingMechanism.Tag(known) : null;

    /// <summary><c>_dd.p.ksr</c>: the rate that applied, as text.</summary>
    public string? KnuthRate => Rate is { } rate ? field ??= SamplingRate.Format(rate) : null;

    /// <summary>Of another process.</summary>
    public static SamplingDecision Inherited(int priority) => priority == SamplingPriority.AutoKeep ? s_keptElsewhere : new(priority, mechanism: null);
}
