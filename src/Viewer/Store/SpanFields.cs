namespace DdRun.Viewer.Store;

/// <summary>A span on its way into a segment; texts are numbers in that segment's heap.</summary>
internal struct SpanFields
{
    /// <summary>The lower half: the one that every protocol has, and by which a trace is found.</summary>
    public ulong TraceId;
    /// <summary>The upper half; 0 when it is not known.</summary>
    public ulong TraceIdHigh;
    public ulong SpanId;
    public ulong ParentId;
    /// <summary>Nanoseconds since 1970.</summary>
    public long Start;
    /// <summary>Nanoseconds.</summary>
    public long Duration;
    public int Service, Name, Resource, Type;
    public bool Error;
}
