namespace DdRun.Viewer.Store;

/// <summary>A trace: what a list shows of it, and where its spans are.</summary>
internal struct TraceRow
{
    public ulong TraceId, TraceIdHigh;
    /// <summary>Nanoseconds since 1970: the first span's start, the last one's end.</summary>
    public long Start, End;
    /// <summary>0 when the trace is gone.</summary>
    public int Spans;
    public int Errors;
    /// <summary>Ordinals of the first span that came and of the last.</summary>
    public long Head, Tail;
    /// <summary>The ordinal of the span that stands for the trace: the one without a parent, else the one that began first.</summary>
    public long Root;
    public bool HasRoot;
    /// <summary>The number of the run that the last part came from that named one.</summary>
    public ushort Run;

    public readonly long Duration => End - Start;
}
