using System.Globalization;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary><c>a</c> a call of Grpc.Core that is over, <c>b</c> whether the library could make it, <c>c</c> and <c>d</c> code and detail of its status.</summary>
internal sealed class CoreEndObserver : IProbeObserver
{
    private const int Internal = 13;

    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (a is null || CoreCalls.Take(a) is not { } span)
            return false;
        GrpcTags.OnStatus(span, b is false ? Internal : Convert.ToInt32(c, CultureInfo.InvariantCulture), d as string, null);
        span.Finish();
        return false;
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
