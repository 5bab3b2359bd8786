using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Text;

namespace DdRun.Instrumentation.Explain;

/// <summary>A rule that means no method of the application.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Nearest">Methods that could have been meant, the nearest first.</param>
/// <param name="Obstacle">What of the rule keeps it from a method that its pattern means; null when the pattern means none.</param>
internal sealed record UnmatchedRule(Rule Rule, IReadOnlyList<string> Nearest, string? Obstacle = null);
