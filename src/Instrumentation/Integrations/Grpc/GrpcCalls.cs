using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>Notes what kind of method a call is for, which the library's own events do not say. Makes no span.</summary>
internal sealed class GrpcCalls : IProbeObserver
{
    /// <param name="a">The request.</param>
    /// <param name="b">The kind.</param>
    /// <param name="c">Unused.</param>
    /// <param name="d">Unused too.</param>
    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (a is HttpRequestMessage request)
            GrpcClientObserver.SetKind(request, GrpcTags.Kind(b));
        return false;
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
