namespace DdRun.Instrumentation.Plans;

/// <summary>A portable recipe for one module. Layout: docs/weave-plan.md.</summary>
internal sealed record WeavePlan(Guid Mvid, IReadOnlyList<PlanItem> Items, IReadOnlyList<PlanMethod> Methods);
