using System.Collections.Concurrent;
using DdRun.Hosting;
using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary><c>a</c> a call of Grpc.Core that is started, <c>b</c> the path of its method, <c>c</c> where it goes. Its span ends in <see cref="CoreEndObserver"/>.</summary>
/// <param name="kind">How it is made.</param>
internal abstract class CoreClientObserver(string kind) : ICallObserver
{
    private readonly ConcurrentDictionary<string, GrpcMethod> _methods = new(StringComparer.Ordinal);

    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (a is null || b is not string path || QuietFlow.LeavesOut)
            return false;
        var span = ProcessTracer.Current.Start(ActiveSpan.Current, GrpcTags.SpanName, null, null, "grpc");
        if (ReferenceEquals(span, LocalRoot.Disabled))
            return false;
        GrpcTags.OnStart(span, _methods.GetOrAdd(path, static (path, kind) => new(path, kind), kind), "client");
        if (c is string { Length: > 0 } target)
        {
            var colon = target.LastIndexOf(':');
            var host = colon < 0 ? target : target[..colon];
            span.Store("out.host", host);
            span.Store("peer.hostname", host);
        }
        CoreCalls.Begin(a, span);
        return false;
    }

    public void OnReturn(object? result, Exception? exception, object? a, object? b, object? c, object? d)
    {
        if (a is not null)
            CoreCalls.Started(a, exception);
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
