namespace DdRun.Instrumentation.Plans;

/// <summary>In a blob the reference's coded token is inserted at the offset; in a body its token replaces the four bytes there.</summary>
internal sealed record PlanRelocation(int Offset, PlanReference Reference);
