using DdRun.Instrumentation.Manifests;

namespace DdRun.Instrumentation.Explain;

/// <summary>A rule that means no method of the application.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Nearest">Methods that could have been meant, the nearest first.</param>
internal sealed record UnmatchedRule(Rule Rule, IReadOnlyList<string> Nearest);
