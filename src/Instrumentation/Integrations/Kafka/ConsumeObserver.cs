using System.Reflection;
using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Kafka;

/// <summary>
/// <c>a</c> consumer, asked for a message or closed: it is done with the last message; the one that it is given has a span from now on, which
/// continues the producer's trace and is the active one of whoever asked.
/// </summary>
internal sealed class ConsumeObserver : ICallObserver
{
    private readonly PropertyReader<object> _record = new("ConsumerRecord");
    private readonly PropertyReader<object> _timestamp = new("Timestamp");
    private PropertyInfo? _milliseconds;

    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (a is not null)
            KafkaClient.Of(a).Exchange(null);
        return false;
    }

    public void OnReturn(object? result, Exception? exception, object? a, object? b, object? c, object? d)
    {
        var received = result ?? _record.Read(exception);
        if (a is null || received is null || KafkaSpan.Message(received) is not { } message)
            return;
        var client = KafkaClient.Of(a);
        var span = KafkaHeaders.Extract(message) is { } context ? Tracer.StartSpan(KafkaSpan.Consume, context) : Tracer.StartSpan(KafkaSpan.Consume, ActiveSpan.Current);
        KafkaSpan.Describe(span, "Consume", "consumer", client, received, message);
        if (TimeInQueue(message) is { } time)
            span.SetMetric("message.queue_time_ms", time);
        if (exception is not null)
        {
            span.SetException(exception);
            span.Finish();
            return;
        }
        span.Activate();
        client.Exchange(span);
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }

    private double? TimeInQueue(object message)
    {
        if (_timestamp.Read(message) is not { } timestamp)
            return null;
        _milliseconds ??= timestamp.GetType().GetProperty("UnixTimestampMs");
        return _milliseconds?.GetValue(timestamp) is long and > 0 and var sent ? Math.Max(0, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - sent) : null;
    }
}
