namespace DdRun.Export.Otlp;

/// <summary>What becomes of a tag of one name.</summary>
internal sealed class AttributeName(string tag, string? sent, SpanFact fact = SpanFact.None, AttributeForm form = AttributeForm.AsItIs, string? older = null)
{
    public string Tag => tag;

    public SpanFact Fact => fact;

    public AttributeForm Form => form;

    /// <summary>The key under its conventional name, encoded; null for a tag that is no attribute of its own.</summary>
    public byte[]? Key { get; } = sent is null ? null : ProtobufWriter.EncodeKey(sent);

    /// <summary>The key as it was before the conventions were stable, encoded.</summary>
    public byte[]? OlderKey { get; } = older is null ? null : ProtobufWriter.EncodeKey(older);

    /// <summary>The tag's own name, encoded.</summary>
    public byte[] Own => field ??= ProtobufWriter.EncodeKey(tag);
}
