using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary><c>a</c> metadata of a call that Grpc.Core's server has got, <c>b</c> its method.</summary>
internal sealed class CoreServerObserver : IProbeObserver
{
    private MetadataList? _known;

    public bool SeesEnd => false;

    public bool Wants(object? a, object? b, object? c, object? d) => b is not null;

    public SpanContext? Parent(object? a, object? b, object? c, object? d)
    {
        if (a is null)
            return null;
        var list = Volatile.Read(ref _known);
        if (list is null)
            Volatile.Write(ref _known, list = MetadataList.For(a.GetType()));
        return list.Extract(a);
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        span.Type = "grpc";
        GrpcTags.OnStart(span, GrpcMethod.Of(b!), "server");
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
