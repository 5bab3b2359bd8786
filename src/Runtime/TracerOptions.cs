namespace DdRun;

/// <summary>What code may set; it wins over the environment.</summary>
public sealed class TracerOptions
{
    /// <summary>
    /// Seen by every trace before it is sent, in order; each gets what the one before left. Called on the writer's thread, where spans may still be
    /// changed. Default: none.
    /// </summary>
    public IList<TraceFilter> Filters { get; } = [];

    /// <summary>Whether spans record anything. Default: <c>DD_TRACE_ENABLED</c>.</summary>
    public bool Enabled { get; set; } = true;
}

/// <summary>Answers the spans to send, in order: all, some, none, or <c>null</c> for none. One that throws lets the trace pass as it was.</summary>
public delegate IReadOnlyList<Span>? TraceFilter(IReadOnlyList<Span> trace);
