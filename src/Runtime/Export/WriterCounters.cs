namespace DdRun.Export;

/// <summary>Where finished spans went: at rest, finished = sent + dropped, exactly.</summary>
internal sealed class WriterCounters
{
    /// <summary>Counted when they leave the queue, or are refused there: the target's threads count nothing.</summary>
    public long FinishedSpans, FinishedChunks;

    public long SentSpans, SentChunks;

    /// <summary>The queue was full.</summary>
    public long DroppedFull;

    /// <summary>Chunks that the queue refused since the last payload, for the keep rate.</summary>
    public long RefusedChunks;

    /// <summary>A filter, or an ignored resource, took them out.</summary>
    public long DroppedFiltered;

    /// <summary>Not sampled, and counted in statistics instead.</summary>
    public long DroppedUnsampled;

    /// <summary>The agent did not take them.</summary>
    public long DroppedFailed;

    /// <summary>The receiver took the request, and said that it did not take these.</summary>
    public long DroppedRejected;

    /// <summary>Never made in full: more was made than could be sent.</summary>
    public long DroppedShed;

    /// <summary>They finished after the shutdown.</summary>
    public long DroppedClosed;

    public void Finished(int spans, int chunks)
    {
        Interlocked.Add(ref FinishedSpans, spans);
        Interlocked.Add(ref FinishedChunks, chunks);
    }

    /// <summary>Counts spans of traces that were left out.</summary>
    public void Shed(long spans, long chunks)
    {
        Interlocked.Add(ref FinishedSpans, spans);
        Interlocked.Add(ref FinishedChunks, chunks);
        Interlocked.Add(ref DroppedShed, spans);
        Interlocked.Add(ref RefusedChunks, chunks);
    }

    /// <summary>Spans that have left the queue and neither were sent nor dropped yet.</summary>
    public long UnderWay => Math.Max(0, Volatile.Read(ref FinishedSpans) - Volatile.Read(ref SentSpans) - DroppedSpans);

    public long DroppedSpans =>
        Volatile.Read(ref DroppedFull) + Volatile.Read(ref DroppedFiltered) + Volatile.Read(ref DroppedUnsampled)
        + Volatile.Read(ref DroppedShed) + Volatile.Read(ref DroppedFailed) + Volatile.Read(ref DroppedRejected) + Volatile.Read(ref DroppedClosed);
}
