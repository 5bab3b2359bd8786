using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Kafka;

/// <summary>A call that sends a message, while it is under way: the message has headers of its own with the span's context.</summary>
internal sealed class Production
{
    [ThreadStatic]
    private static Production? t_current;

    // A serializer may send something itself.
    private readonly Production? _outer;
    private readonly object _message;
    private readonly object? _headers;
    private readonly object _lent;

    private Production(Span span, object message, Production? outer)
    {
        Span = span;
        _message = message;
        _outer = outer;
        (_headers, _lent) = KafkaHeaders.Lend(span, message);
    }

    public Span Span { get; }

    /// <summary>Whether the span will end with a report of the delivery.</summary>
    public bool IsReported { get; private set; }

    /// <param name="producer">Who sends.</param>
    /// <param name="place">Topic and partition.</param>
    /// <param name="message">What is sent.</param>
    public static Production Begin(object producer, object place, object message)
    {
        var span = Tracer.StartSpan(KafkaSpan.Produce, ActiveSpan.Current);
        try
        {
            KafkaSpan.Describe(span, "Produce", "producer", KafkaClient.Of(producer), place, message);
            return t_current = new(span, message, t_current);
        }
        catch
        {
            // Nobody else will, and the rest of the trace would wait for it.
            span.Finish();
            throw;
        }
    }

    /// <summary>The span of the innermost call on this thread, which will end with the delivery.</summary>
    public static Span? Defer()
    {
        if (t_current is not { } production)
            return null;
        production.IsReported = true;
        return production.Span;
    }

    /// <summary>The innermost call on this thread returns: the library has read the headers, and the message is the application's again.</summary>
    public static Production? End()
    {
        if (t_current is not { } production)
            return null;
        t_current = production._outer;
        KafkaHeaders.TakeBack(production._message, production._lent, production._headers);
        return production;
    }
}
