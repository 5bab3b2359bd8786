using DdRun.Instrumentation.Integrations.Testing;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.TUnit;

/// <summary>A test that has ended before it has begun: <c>a</c> is what is known of it, <c>b</c> an exception, or why it is skipped.</summary>
internal sealed class UntoldObserver : IProbeObserver
{
    private readonly TestDetails _details = new();

    public bool Activates => false;

    public bool SeesEnd => false;

    public bool Wants(object? a, object? b, object? c, object? d) => a is not null && !RunningTests.Knows(a);

    public SpanContext? Parent(object? a, object? b, object? c, object? d) => TestSpan.NewTrace();

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        _details.Describe(span, a!);
        if (b is Exception exception)
            TestOutcome.Fail(span, exception);
        else
            TestOutcome.Skip(span, b as string);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
