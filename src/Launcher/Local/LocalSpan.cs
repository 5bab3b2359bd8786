namespace DdRun.Launcher.Local;

/// <summary>A span as it came in.</summary>
internal sealed class LocalSpan
{
    public ulong TraceId { get; set; }
    public ulong SpanId { get; set; }
    public ulong ParentId { get; set; }
    public string Service { get; set; } = "";
    public string Name { get; set; } = "";
    public string Resource { get; set; } = "";
    public string Type { get; set; } = "";
    /// <summary>Nanoseconds since the epoch.</summary>
    public long Start { get; set; }
    /// <summary>Nanoseconds.</summary>
    public long Duration { get; set; }
    public bool Error { get; set; }
    public Dictionary<string, string> Meta { get; } = [];
    public Dictionary<string, double> Metrics { get; } = [];
}
