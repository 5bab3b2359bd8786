namespace DdRun.Export;

/// <summary>What stands behind the queue: pipeline, encoder, connection. For the writer's thread, which also makes it, so that no span waits for it.</summary>
internal interface ITraceOutput : IDisposable
{
    /// <summary>
    /// Does once, for nothing, what sending a trace will take: so the runtime loads it all while the target starts, on a processor that would be
    /// idle, and not when the process waits for its last trace.
    /// </summary>
    void Rehearse();

    void Connect();

    /// <summary>Encodes chunks as they come from the queue: the spans of a chunk one after the other.</summary>
    void Process(Span first, Span last, TraceFilter[] filters);

    /// <summary>Sends what has been encoded.</summary>
    void Send();
}
