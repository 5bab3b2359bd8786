namespace DdRun.Tracing;

/// <summary>What is left of a span that was sent and may be kept for long, by a child that does not end.</summary>
internal sealed class SentExtras(ulong parentId) : SpanExtras
{
    /// <summary>The span's, whose parents may be gone.</summary>
    public ulong ParentId => parentId;
}
