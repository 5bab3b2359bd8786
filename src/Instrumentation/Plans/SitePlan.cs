using DdRun.Probes;

namespace DdRun.Instrumentation.Plans;

/// <summary>A site before it has a number.</summary>
/// <param name="Site">What its spans look like.</param>
/// <param name="Observer">The observer's name, or null.</param>
/// <param name="Late">Templates that are filled in when the call has ended.</param>
internal sealed record SitePlan(ProbeSite Site, string? Observer, LateTemplate[] Late);
