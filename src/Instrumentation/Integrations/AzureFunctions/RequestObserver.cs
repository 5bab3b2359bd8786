using System.Runtime.CompilerServices;
using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.AzureFunctions;

/// <summary><c>a</c> a request that waits for its function: whose span is remembered.</summary>
internal sealed class RequestObserver : IProbeObserver
{
    private static readonly ConditionalWeakTable<object, Span> s_spans = [];

    public bool SeesEnd => false;

    /// <summary>The span of a request that is being worked at.</summary>
    public static Span? SpanOf(object request) => s_spans.TryGetValue(request, out var span) && !span.IsFinished ? span : null;

    public bool Wants(object? a, object? b, object? c, object? d)
    {
        // The server uses its objects again.
        if (a is not null && ActiveSpan.Current is { IsRemote: false } span)
            s_spans.AddOrUpdate(a, span);
        return false;
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
