namespace DdRun.Testing.Otlp;

/// <summary>A log record as an OTLP receiver got it.</summary>
public sealed record OtlpLog
{
    public Dictionary<string, object?> Resource { get; init; } = [];
    public string ScopeName { get; init; } = "";
    public ulong Time { get; set; }
    public ulong ObservedTime { get; set; }
    public long SeverityNumber { get; set; }
    public string SeverityText { get; set; } = "";
    public object? Body { get; set; }
    public Dictionary<string, object?> Attributes { get; } = [];
    public uint DroppedAttributes { get; set; }
    public string TraceId { get; set; } = "";
    public string SpanId { get; set; } = "";
    public uint Flags { get; set; }
}
