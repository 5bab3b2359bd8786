using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>Notes what a call ended with. Makes no span.</summary>
internal sealed class StatusObserver : IProbeObserver
{
    /// <param name="a">The request.</param>
    /// <param name="b">The status's detail.</param>
    /// <param name="c">The exception that it stands for.</param>
    /// <param name="d">Unused.</param>
    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (a is HttpRequestMessage request && (b, c) is not (null, null))
        {
            var call = ClientCall.Of(request);
            call.Detail = b as string;
            call.Exception = c as Exception;
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
