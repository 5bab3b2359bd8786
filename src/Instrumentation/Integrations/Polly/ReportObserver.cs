using System.Collections.Concurrent;
using System.Reflection;
using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Polly;

/// <summary><c>a</c> what a strategy does, <c>b</c> its details, <c>c</c> what went wrong where the details do not say so, <c>d</c> the strategy's name.</summary>
internal sealed class ReportObserver : IProbeObserver
{
    // Structures, which nothing but reflection can read. All of this is about what has failed.
    private readonly ConcurrentDictionary<(Type, string), PropertyInfo?> _properties = new();

    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (a is not string name || ActiveSpan.Current is not { IsRemote: false } span)
            return false;
        var attributes = new List<KeyValuePair<string, object?>>();
        if (d is string { Length: > 0 } strategy)
            attributes.Add(new("polly.strategy", strategy));
        if (Read(b, "AttemptNumber") is int attempt)
            attributes.Add(new("polly.attempt", (long)attempt));
        if (Read(b, "RetryDelay") is TimeSpan delay)
            attributes.Add(new("polly.delay_ms", delay.TotalMilliseconds));
        if (Read(b, "Timeout") is TimeSpan timeout)
            attributes.Add(new("polly.timeout_ms", timeout.TotalMilliseconds));
        if ((c ?? Read(Read(b, "Outcome"), "Exception")) is Exception thrown)
            attributes.Add(new("exception.type", thrown.GetType().FullName));
        span.AddEvent("polly." + name, attributes);
        return false;
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }

    private object? Read(object? from, string property) =>
        from is null ? null : _properties.GetOrAdd((from.GetType(), property), static key => key.Item1.GetProperty(key.Item2))?.GetValue(from);
}
