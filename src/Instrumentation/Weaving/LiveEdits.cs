namespace DdRun.Instrumentation.Weaving;

/// <summary>The methods of a module that change together, those that nobody observes any longer included.</summary>
internal sealed record LiveEdits(IReadOnlyList<ObservedMethod> Methods);
