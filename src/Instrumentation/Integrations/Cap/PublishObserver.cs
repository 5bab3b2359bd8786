using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Cap;

/// <summary><c>a</c> the application's headers of a message, <c>b</c> its name. What is stored is <see cref="StoredMessage"/>.</summary>
internal sealed class PublishObserver : IProbeObserver
{
    public bool SeesEnd => false;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d) => CapSpan.Describe(span, "producer", a, b as string);

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
