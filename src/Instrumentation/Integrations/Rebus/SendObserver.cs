using System.Runtime.CompilerServices;
using DdRun.Instrumentation.Integrations.Headers;
using DdRun.Instrumentation.Integrations.Lending;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Rebus;

/// <summary><c>a</c> headers of a message, which the bus has made for it, <c>b</c> the message, <c>c</c> addresses.</summary>
internal sealed class SendObserver : IProbeObserver
{
    // The pipeline fills them in.
    private readonly ConditionalWeakTable<Span, IDictionary<string, string>> _headers = [];

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        RebusSpan.Describe(span, "producer", c is IEnumerable<string> addresses ? string.Join(", ", addresses) : null);
        if (b is not null)
            span.Resource = b.GetType().FullName ?? b.GetType().Name;
        if (a is not Dictionary<string, string> headers)
            return;
        SentContext.Write(SentContext.Of(span), new TextHeaders(headers!));
        _headers.AddOrUpdate(span, headers);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
        if (!_headers.TryGetValue(span, out var headers))
            return;
        _headers.Remove(span);
        RebusSpan.DescribeMessage(span, headers);
    }
}
