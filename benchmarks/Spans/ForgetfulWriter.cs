using DdRun.Tracing;

namespace DdRun.Benchmarks.Spans;

/// <summary>Keeps nothing.</summary>
internal sealed class ForgetfulWriter : ITraceWriter
{
    public void Write(Span first, Span last, int count, int weight)
    {
    }
}
