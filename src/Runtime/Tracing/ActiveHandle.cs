namespace DdRun.Tracing;

/// <summary>
/// Stands for a span in the flow. Timers, loops and connections that were started under a span keep the flow of that moment for ever; with
/// this between them they do not keep the span, once it has finished.
/// </summary>
internal sealed class ActiveHandle(Span span, ActiveHandle? parent)
{
    private Span? _span = span;

    /// <summary>The innermost of the span and its parents that has not finished; remote ones never do.</summary>
    public Span? Find()
    {
        for (var handle = this; handle is not null; handle = handle.Parent)
            if (Volatile.Read(ref handle._span) is { } open && (!open.IsFinished || open.IsRemote))
                return open;
        return null;
    }

    public void Release() => Volatile.Write(ref _span, null);

    private ActiveHandle? Parent => parent;
}
