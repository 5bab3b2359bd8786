using DdRun.Probes;

namespace DdRun.Instrumentation.Plans;

/// <summary>A site before it has a number.</summary>
/// <param name="Site">What its spans look like.</param>
/// <param name="Observer">The observer's name, or null.</param>
/// <param name="Results">Templates that need the result of a task.</param>
internal sealed record SitePlan(ProbeSite Site, string? Observer, TaskResultPath[] Results);
