namespace DdRun.Instrumentation.Weaving;

/// <param name="Token">The method's.</param>
/// <param name="Edits">Who observes its calls.</param>
internal sealed record ObservedMethod(uint Token, IReadOnlyList<LiveEdit> Edits);
