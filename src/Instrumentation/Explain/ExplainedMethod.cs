using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Plans;

namespace DdRun.Instrumentation.Explain;

/// <summary>A method that at least one rule means.</summary>
/// <param name="Assembly">Simple name.</param>
/// <param name="Method">Full name with parameter types, as a pattern would name it.</param>
/// <param name="Rules">All rules that mean it; the last one wins.</param>
/// <param name="Refusal">Why it is left as it is; null when it is woven or excluded.</param>
/// <param name="Notes">Expressions that were left out, and why; what else is worth knowing.</param>
/// <param name="Listing">Code before and after, when it was asked for.</param>
internal sealed record ExplainedMethod(
    string Assembly, string Method, IReadOnlyList<Rule> Rules, Refusal? Refusal, IReadOnlyList<string> Notes, MethodListing? Listing)
{
    public Rule Winner => Rules[^1];
    public bool IsExcluded => Winner.Exclude;
    public bool IsWoven => !IsExcluded && Refusal is null;
}
