using DdRun.Instrumentation.Expressions;

namespace DdRun.Instrumentation.Manifests;

/// <param name="With">An observer of ours by name, or <c>Type, Assembly</c>.</param>
/// <param name="Values">Up to four.</param>
internal sealed record ObserveRule(string With, PathExpression[] Values);
