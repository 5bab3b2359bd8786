using System.Reflection;

namespace DdRun.Instrumentation.Profiler;

/// <summary>A woven method that the runtime could not compile, or would not change, after the weave had been answered.</summary>
internal sealed record ProfilerFailure(Module Module, int Method, int Result)
{
    /// <summary>False where the original body does not compile either.</summary>
    public bool IsOurs { get; init; } = true;
}
