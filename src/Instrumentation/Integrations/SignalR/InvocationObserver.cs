using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.SignalR;

/// <summary>
/// A call of a hub: <c>a</c> is what dispatches it, a generic type of the hub's, and <c>b</c> the method, unless the rule says which. It is a trace of its own, as its connection may live
/// for days, and links to the connection's.
/// </summary>
internal sealed class InvocationObserver : IProbeObserver
{
    public const string System = "signalr";

    private const string Method = "rpc.method";

    // What a browser tells Blazor's is said by others.
    private const string Unseen = "Microsoft.AspNetCore.Components.Server.ComponentHub";

    public bool SeesEnd => false;

    public bool Wants(object? a, object? b, object? c, object? d) => HubOf(a) != Unseen;

    public SpanContext? Parent(object? a, object? b, object? c, object? d) =>
        ActiveSpan.Current is { IsRemote: false } connection ? new SpanContext(0, 0) { Links = [new SpanLink(connection.TraceId, connection.SpanId)] } : null;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var hub = HubOf(a);
        if (b is string method)
            span.SetTag(Method, method);
        span.Resource = $"{hub}/{span.GetTag(Method)}";
        span.SetTag("rpc.service", hub);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }

    private static string? HubOf(object? dispatcher) => dispatcher?.GetType() is { IsGenericType: true } type ? type.GenericTypeArguments[0].FullName : null;
}
