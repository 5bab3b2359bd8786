using System.Runtime.CompilerServices;
using DdRun.Jit;

namespace DdRun.Metrics;

/// <summary>
/// Where a source puts its numbers. DogStatsD is one such place; totals are cumulative so that others can follow. Names are arrays: whatever is
/// done with spans calls the framework some thousand times a report, and the JIT compiles anew what is called often.
/// </summary>
internal abstract class MetricSink
{
    /// <summary>When the report under way began, as a timestamp of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long Now { [MethodImpl(Compile.Once)] get; [MethodImpl(Compile.Once)] set; }

    public abstract void Gauge(byte[] name, long value);

    public abstract void Gauge(byte[] name, double value);

    public abstract void Count(Total total);

    /// <summary>Single durations, in milliseconds.</summary>
    public abstract void Timing(byte[] name, double milliseconds);
}
