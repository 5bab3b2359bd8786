namespace DdRun.Export.Datadog.Spans;

/// <summary>Collects chunks into one payload.</summary>
internal interface ITraceEncoder
{
    /// <summary>For example <c>/v0.4/traces</c>.</summary>
    string Path { get; }

    EncodedChunks Chunks { get; }

    /// <summary>Bytes so far, roughly.</summary>
    int Size { get; }

    /// <summary>Adds a chunk; answers false, and adds nothing, when the payload would exceed the limit with it.</summary>
    bool TryAdd(TraceChunk chunk, int maxBytes);

    /// <summary>A payload of some of the chunks, valid until the next call.</summary>
    ReadOnlySpan<byte> Payload(int firstChunk, int chunkCount);

    void Clear();
}
