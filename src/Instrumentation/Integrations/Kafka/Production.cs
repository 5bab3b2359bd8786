namespace DdRun.Instrumentation.Integrations.Kafka;

/// <summary>A call that sends a message, while it is under way.</summary>
internal sealed class Production
{
    [ThreadStatic]
    private static Production? t_current;

    // A serializer may send something itself.
    private readonly Production? _outer;
    private readonly Span _span;
    private bool _isReported;

    private Production(Span span, Production? outer)
    {
        _span = span;
        _outer = outer;
    }

    public static void Begin(Span span) => t_current = new(span, t_current);

    /// <summary>The span of the innermost call on this thread, which will end with the delivery.</summary>
    public static Span? Defer()
    {
        if (t_current is not { } production)
            return null;
        production._isReported = true;
        return production._span;
    }

    public static void End(Exception? exception)
    {
        if (t_current is not { } production)
            return;
        t_current = production._outer;
        if (exception is not null)
            production._span.SetException(exception);
        else if (production._isReported)
            return;
        production._span.Finish();
    }
}
