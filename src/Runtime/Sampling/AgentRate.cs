namespace DdRun.Sampling;

/// <summary>The rate that the agent wants for a service in one environment.</summary>
/// <param name="env">The environment.</param>
/// <param name="rate">From 0 to 1.</param>
/// <param name="next">That of the same service in another environment.</param>
internal sealed class AgentRate(string env, double rate, AgentRate? next)
{
    private readonly SamplingDecision
        _keep = new(SamplingPriority.AutoKeep, SamplingMechanism.AgentRate, agentRate: rate),
        _reject = new(SamplingPriority.AutoReject, SamplingMechanism.AgentRate, agentRate: rate);

    public string Env => env;
    public AgentRate? Next => next;

    public SamplingDecision Decide(ulong traceId) => SamplingRate.Keeps(rate, traceId) ? _keep : _reject;
}
