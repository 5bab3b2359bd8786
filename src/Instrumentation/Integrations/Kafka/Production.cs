using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Kafka;

/// <summary>A call that sends a message, while it is under way on a thread.</summary>
internal sealed class Production
{
    [ThreadStatic]
    private static Production? t_current;

    // A serializer may send something itself.
    private readonly Production? _outer;
    private readonly Span? _caller;
    private readonly bool _goesOn;

    private Production(Span span, bool goesOn, Production? outer)
    {
        Span = span;
        _caller = ActiveSpan.Current;
        _goesOn = goesOn;
        _outer = outer;
    }

    public Span Span { get; }

    /// <summary>Whether the span will end with a report of the delivery.</summary>
    public bool IsReported { get; private set; }

    /// <summary>The span of the message that the library is about to hand over: of a call on this thread, or of one that goes on here after a serializer's wait.</summary>
    public static Span? Sending
    {
        get
        {
            var active = ActiveSpan.Current;
            if (t_current is { _goesOn: false } production && ReferenceEquals(production._caller, active))
                return production.Span;
            return active is { IsRemote: false, Name: KafkaSpan.Produce } ? active : null;
        }
    }

    /// <param name="producer">Who sends.</param>
    /// <param name="place">Topic and partition.</param>
    /// <param name="message">What is sent.</param>
    /// <param name="goesOn">Whether the call may still be under way when it has returned; its span is the active one then.</param>
    public static Production Begin(object producer, object place, object message, bool goesOn)
    {
        var span = Tracer.StartSpan(KafkaSpan.Produce, ActiveSpan.Current);
        try
        {
            KafkaSpan.Describe(span, "Produce", "producer", KafkaClient.Of(producer), place, message);
            return t_current = new(span, goesOn, t_current);
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

    /// <summary>The innermost call on this thread returns.</summary>
    public static Production? End()
    {
        if (t_current is not { } production)
            return null;
        t_current = production._outer;
        return production;
    }
}
