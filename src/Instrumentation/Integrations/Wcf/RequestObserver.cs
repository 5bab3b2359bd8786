using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Wcf;

/// <summary><c>a</c> the action of a message.</summary>
internal sealed class RequestObserver : IClientObserver
{
    public bool SeesEnd => false;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d) => RequestTags.SetAction(span, a as string);

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
