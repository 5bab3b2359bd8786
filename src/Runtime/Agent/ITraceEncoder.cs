namespace DdRun.Agent;

/// <summary>Collects chunks into one payload.</summary>
internal interface ITraceEncoder
{
    /// <summary>For example <c>/v0.4/traces</c>.</summary>
    string Path { get; }

    int ChunkCount { get; }

    /// <summary>Bytes that the payload has so far.</summary>
    int Size { get; }

    /// <summary>Adds a chunk; answers false, and adds nothing, when the payload would exceed the limit with it.</summary>
    bool TryAdd(TraceChunk chunk, int maxBytes);

    /// <summary>The payload, valid until <see cref="Clear"/>.</summary>
    ArraySegment<byte> Finish();

    void Clear();
}
