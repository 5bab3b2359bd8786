using DdRun.Diagnostics;

namespace DdRun.Tracing;

/// <summary>
/// Takes finished chunks: spans of one trace linked from first to last, in any order. Called on the target's threads, so it only queues.
/// One that sends nothing has nothing to do but take them.
/// </summary>
internal interface ITraceWriter
{
    void Write(Span first, Span last, int count, int weight);

    /// <summary>Takes changed options over.</summary>
    void Configure(TracerOptions options)
    {
    }

    /// <summary>Sends what was written before; answers whether that happened in time.</summary>
    bool Flush(TimeSpan timeout) => true;

    Task FlushAsync() => Task.CompletedTask;

    /// <summary>Makes sure that the writer looks after the tracer's open traces, from time to time or at once.</summary>
    void Attend(bool atOnce)
    {
    }

    /// <summary>Starts to send when the process may be about to end: no pauses, and not after the limit.</summary>
    void BeginEnd(ExitDeadline limit)
    {
    }

    /// <summary>Sends what was written before when the process may be about to end, as <see cref="BeginEnd"/> starts to.</summary>
    void FinishEnd(ExitDeadline limit, bool isCertain)
    {
    }

    void Shutdown(TimeSpan timeout)
    {
    }
}
