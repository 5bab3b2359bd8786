using System.Globalization;
using System.Net;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Memcached;

/// <summary><c>a</c> an operation, <c>b</c> where it goes.</summary>
internal sealed class OperationObserver : IClientObserver
{
    private const string Suffix = "Operation";

    public bool Activates => false;

    public bool SeesEnd => false;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var operation = a?.GetType().Name ?? Suffix;
        span.Type = "memcached";
        span.Resource = operation.Length > Suffix.Length && operation.EndsWith(Suffix, StringComparison.Ordinal) ? operation[..^Suffix.Length] : operation;
        span.SetTag("component", "Memcached");
        span.SetTag("span.kind", "client");
        var (host, port) = b switch
        {
            DnsEndPoint named => (named.Host, named.Port),
            IPEndPoint address => (address.Address.ToString(), address.Port),
            _ => (null, 0),
        };
        span.SetTag("out.host", host);
        if (port > 0)
            span.SetTag("out.port", port.ToString(CultureInfo.InvariantCulture));
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
