using DdRun.Hosting;
using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Wcf;

/// <summary>
/// A call begins whose end is another call's: <c>a</c> the message's action, <c>b</c> its version, <c>c</c> where it goes. Its span ends in <see cref="EndObserver"/>.
/// </summary>
internal sealed class BeginObserver : ICallObserver
{
    // From the first line of the method to its last, which is done by one thread.
    [ThreadStatic]
    private static Span? t_span;

    public bool Wants(object? a, object? b, object? c, object? d)
    {
        t_span = null;
        if (QuietFlow.LeavesOut)
            return false;
        var span = ProcessTracer.Current.Start(ActiveSpan.Current, RequestTags.Name, null, null, "http");
        if (ReferenceEquals(span, LocalRoot.Disabled))
            return false;
        RequestTags.SetAction(span, a as string);
        span.SetTag("component", "Wcf");
        span.SetTag("span.kind", "client");
        span.SetTag("rpc.system", "dotnet_wcf");
        span.SetTag("soap.message_version", b?.ToString());
        if (c is Uri address)
        {
            span.SetTag("wcf.channel.scheme", address.Scheme);
            span.SetTag("server.address", address.Host);
        }
        t_span = span;
        return false;
    }

    public void OnReturn(object? result, Exception? exception, object? a, object? b, object? c, object? d)
    {
        if (t_span is not { } span)
            return;
        t_span = null;
        if (exception is null && result is not null)
        {
            Calls.Begun(result, span);
            return;
        }
        if (exception is not null)
            span.SetException(exception);
        span.Finish();
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
