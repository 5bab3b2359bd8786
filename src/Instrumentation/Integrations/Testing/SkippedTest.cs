namespace DdRun.Instrumentation.Integrations.Testing;

/// <summary><c>b</c> is the reason.</summary>
internal sealed class SkippedTest : OutcomeObserver
{
    protected override void Tell(Span span, object? why) => TestOutcome.Skip(span, why as string);
}
