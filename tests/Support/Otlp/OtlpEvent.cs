namespace DdRun.Testing.Otlp;

public sealed record OtlpEvent
{
    public ulong Time { get; set; }
    public string Name { get; set; } = "";
    public uint DroppedAttributes { get; set; }
    public Dictionary<string, object?> Attributes { get; } = [];
}
