
namespace DdRun.Instrumentation.Plans;

/// <summary>What became of one matched method.</summary>
/// <param name="Token">Its <c>MethodDef</c> token.</param>
/// <param name="Method">Its full name.</param>
/// <param name="Rule">Where the rule that won stands.</param>
/// <param name="Refusal">Null when it is woven.</param>
/// <param name="Notes">Expressions that were left out, and why; what else is worth knowing.</param>
internal sealed record MethodReport(uint Token, string Method, string Rule, Refusal? Refusal, IReadOnlyList<string> Notes);
