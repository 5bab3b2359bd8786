namespace DdRun.Testing.Otlp;

/// <summary>A span as an OTLP receiver got it; ids in hexadecimal, attribute values as text, bool, long, double, null or arrays of those.</summary>
public sealed record OtlpSpan
{
    public Dictionary<string, object?> Resource { get; init; } = [];
    public string ScopeName { get; init; } = "";
    public string ScopeVersion { get; init; } = "";
    public string TraceId { get; set; } = "";
    public string SpanId { get; set; } = "";
    public string ParentId { get; set; } = "";
    public string TraceState { get; set; } = "";
    public string Name { get; set; } = "";
    public long Kind { get; set; }
    public ulong Start { get; set; }
    public ulong End { get; set; }
    public Dictionary<string, object?> Attributes { get; } = [];
    public List<OtlpEvent> Events { get; } = [];
    public List<OtlpLink> Links { get; } = [];
    public long StatusCode { get; set; }
    public string StatusMessage { get; set; } = "";
    public uint Flags { get; set; }
    public uint DroppedAttributes { get; set; }
    public uint DroppedEvents { get; set; }
    public uint DroppedLinks { get; set; }

    public string? Service => Resource.GetValueOrDefault("service.name") as string;

    public object? this[string attribute] => Attributes.GetValueOrDefault(attribute);
}
