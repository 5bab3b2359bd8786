namespace DdRun.Testing.Otlp;

public sealed record OtlpLink
{
    public string TraceId { get; set; } = "";
    public string SpanId { get; set; } = "";
    public string TraceState { get; set; } = "";
    public uint Flags { get; set; }
    public Dictionary<string, object?> Attributes { get; } = [];
}
