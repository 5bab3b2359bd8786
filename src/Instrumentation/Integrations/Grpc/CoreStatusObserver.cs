using System.Globalization;
using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary><c>a</c> and <c>b</c>, code and detail of the status that Grpc.Core's server answers a call with. What the service throws goes no further than there.</summary>
internal sealed class CoreStatusObserver : IProbeObserver
{
    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (a is not null && ActiveSpan.Current is { IsRemote: false, Name: GrpcTags.SpanName } span && span.GetTag("span.kind") == "server")
            GrpcTags.OnStatus(span, Convert.ToInt32(a, CultureInfo.InvariantCulture), b as string, null);
        return false;
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
