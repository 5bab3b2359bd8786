namespace DdRun.Instrumentation.Capturing;

/// <summary>An expression that makes no sense in a method.</summary>
/// <param name="Source"><c>if</c> or <c>expression</c>.</param>
/// <param name="Text">The expression.</param>
/// <param name="Column">Where the mistake is in it, from 0.</param>
/// <param name="Message">A sentence.</param>
internal sealed record LiveProblem(string Source, string Text, int Column, string Message);
