namespace DdRun.Instrumentation.Integrations.Testing;

/// <summary>The test was not asked for after all.</summary>
internal sealed class TestNotRun : OutcomeObserver
{
    protected override void Tell(Span span, object? why) => span.Discard();
}
