namespace DdRun.Export.Otlp;

/// <summary>Encoded spans of one service and one scope; log records likewise.</summary>
internal sealed class ScopeGroup(string? service, string scope, string? version, byte[] resource)
{
    private readonly byte[] _head = ScopeEncoder.Encode(scope, version);

    public string? Service => service;
    public string Scope => scope;
    public string? Version => version;
    public byte[] Resource => resource;

    /// <summary>The fields of an <c>InstrumentationScope</c>.</summary>
    public byte[] Head => _head;

    /// <summary>The items, as fields of a scope's message or as JSON objects with commas between.</summary>
    public ByteBuffer Items { get; } = new();

    public int Count { get; set; }

    /// <summary>Payloads since anything was in it.</summary>
    public int Idle { get; set; }
}
