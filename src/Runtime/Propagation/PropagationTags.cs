namespace DdRun.Propagation;

/// <summary>Names of the tags that travel between processes or tell what went wrong on the way.</summary>
internal static class PropagationTags
{
    public const string Prefix = "_dd.p.";
    public const string TraceIdHigh = "_dd.p.tid";
    public const string DecisionMaker = "_dd.p.dm";
    public const string TraceSource = "_dd.p.ts";
    public const string KnuthRate = "_dd.p.ksr";
    public const string UpstreamServices = "_dd.p.upstream_services";
    public const string ParentId = "_dd.parent_id";
    public const string Error = "_dd.propagation_error";
    public const string BaggagePrefix = "baggage.";
}
