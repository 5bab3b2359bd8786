namespace DdRun.Configuration;

/// <summary>Whether sums count from the process's start or since the last report. Up-down counters always count from the start.</summary>
internal enum OtlpTemporality
{
    Cumulative,
    Delta,

    /// <summary>Delta where the process would have to remember what it reported otherwise: counters and histograms, but no observed totals.</summary>
    LowMemory,
}
