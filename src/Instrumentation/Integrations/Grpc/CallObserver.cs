using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>Notes which method a call is for. Makes no span.</summary>
internal sealed class CallObserver : IProbeObserver
{
    /// <param name="a">The request.</param>
    /// <param name="b">The method.</param>
    /// <param name="c">The channel.</param>
    /// <param name="d">Unused.</param>
    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (a is HttpRequestMessage request && b is not null)
        {
            var call = ClientCall.Of(request);
            call.Method = GrpcMethod.Of(b);
            call.SendsOverSockets = c is not null && ChannelHandler.IsSockets(c);
        }
        return false;
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
