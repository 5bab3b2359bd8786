namespace DdRun.Instrumentation.Manifests;

/// <summary>One of the user's rules that surely is a mistake.</summary>
/// <param name="Index">Which, by its place among all of them: where it stands may change while its text does not.</param>
/// <param name="Reason">A sentence.</param>
internal sealed record MissedRule(int Index, string Reason);
