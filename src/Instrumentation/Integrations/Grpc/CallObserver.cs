using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>Notes which method a call is for. Makes no span.</summary>
internal sealed class CallObserver : IProbeObserver
{
    /// <param name="a">The request.</param>
    /// <param name="b">The method.</param>
    /// <param name="c">Unused.</param>
    /// <param name="d">Unused too.</param>
    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (a is HttpRequestMessage request && b is not null)
            ClientCall.Of(request).Method = GrpcMethod.Of(b);
        return false;
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
