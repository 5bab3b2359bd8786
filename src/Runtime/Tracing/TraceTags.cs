namespace DdRun.Tracing;

/// <summary>Keys that the agent's side gives a meaning to.</summary>
internal static class TraceTags
{
    public const string
        DecisionMaker = "_dd.p.dm",
        KnuthRate = "_dd.p.ksr",
        TraceIdHigh = "_dd.p.tid",
        TraceSource = "_dd.p.ts",
        PropagationError = "_dd.propagation_error",
        Origin = "_dd.origin",
        ParentId = "_dd.parent_id",
        BaseService = "_dd.base_service",
        ServiceSource = "_dd.svc_src",
        Hostname = "_dd.hostname",
        ProcessTags = "_dd.tags.process",
        RepositoryUrl = "_dd.git.repository_url",
        CommitSha = "_dd.git.commit.sha",
        SpanLinks = "_dd.span_links",
        Events = "events",
        Language = "language",
        RuntimeId = "runtime-id",
        Env = "env",
        Version = "version",
        ProcessId = "process_id",
        Priority = "_sampling_priority_v1",
        RuleRate = "_dd.rule_psr",
        LimitRate = "_dd.limit_psr",
        AgentRate = "_dd.agent_psr",
        TopLevel = "_dd.top_level",
        Measured = "_dd.measured",
        PartialVersion = "_dd.partial_version",
        KeepRate = "_dd.tracer_kr",
        SpanSamplingMechanism = "_dd.span_sampling.mechanism",
        SpanSamplingRate = "_dd.span_sampling.rule_rate",
        SpanSamplingLimit = "_dd.span_sampling.max_per_second";

    /// <summary>Whether a tag of that name on a span keeps away one that every trace gets.</summary>
    public static bool IsReserved(string key) => key.Length == 0 || key[0] == '_' || key is Language or RuntimeId or Version;

    public static bool IsPropagated(string key) => key.StartsWith("_dd.p.", StringComparison.Ordinal);

    /// <summary>Whether a propagated tag is repeated on spans other than the first.</summary>
    public static bool IsInherited(string key) => IsPropagated(key) && key is not (DecisionMaker or TraceSource or TraceIdHigh or KnuthRate);
}
