namespace DdRun.Instrumentation.Integrations.Testing;

/// <summary><c>b</c> is the exception.</summary>
internal sealed class FailedTest : OutcomeObserver
{
    protected override void Tell(Span span, object? why) => TestOutcome.Fail(span, why as Exception);
}
