namespace DdRun.Probes.Live;

/// <summary>Calls of an interval; durations in nanoseconds.</summary>
internal readonly struct LatencySummary
{
    public long Calls { get; init; }

    /// <summary>Those that an exception left.</summary>
    public long Failed { get; init; }

    public long Mean { get; init; }

    /// <summary>No more than half of the calls took longer; off by at most a sixteenth, as the other percentiles are.</summary>
    public long P50 { get; init; }

    public long P95 { get; init; }
    public long P99 { get; init; }
    public long Longest { get; init; }
}
