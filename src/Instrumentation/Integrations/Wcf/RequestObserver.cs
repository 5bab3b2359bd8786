using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Wcf;

/// <summary><c>a</c> the action of a message: the contract's name, and after the last slash the operation's.</summary>
internal sealed class RequestObserver : IClientObserver
{
    public bool SeesEnd => false;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        if (a is not string { Length: > 0 } action)
            return;
        span.Resource = action;
        var slash = action.LastIndexOf('/');
        if (slash > 0)
            span.SetTag("rpc.service", action[..slash]);
        span.SetTag("rpc.method", action[(slash + 1)..]);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
