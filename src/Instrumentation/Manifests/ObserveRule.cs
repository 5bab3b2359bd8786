using DdRun.Instrumentation.Expressions;

namespace DdRun.Instrumentation.Manifests;

/// <param name="With">An observer of ours by name, or <c>Type, Assembly</c>.</param>
/// <param name="Values">Up to four.</param>
/// <param name="Lend">An argument, or the result, that the library gets a private copy of; then there is no span, and the first value alone counts.</param>
internal sealed record ObserveRule(string With, PathExpression[] Values, PathExpression? Lend = null)
{
    /// <summary>What <c>"quiet"</c> stands for.</summary>
    public static ObserveRule Quiet { get; } = new("QuietCalls", []);
}
