using DdRun.Tracing;

namespace DdRun.Benchmarks.Spans;

/// <summary>Keeps nothing.</summary>
internal sealed class ForgetfulWriter : ITraceWriter
{
    public void Write(Span first, Span last, int count, int weight)
    {
    }

    public void Configure(TracerOptions options)
    {
    }

    public bool Flush(TimeSpan timeout) => true;

    public Task FlushAsync() => Task.CompletedTask;

    public void BeginEnd(TimeSpan timeout)
    {
    }

    public void FlushBeforeExit(TimeSpan timeout)
    {
    }

    public void Shutdown(TimeSpan timeout)
    {
    }
}
