namespace DdRun.Export.Datadog.Stats;

/// <summary>What was counted under one key.</summary>
internal sealed class StatsGroup
{
    public long Hits { get; private set; }
    public long Errors { get; private set; }
    public long TopLevelHits { get; private set; }
    public long Nanoseconds { get; private set; }
    public DdSketch OkDurations { get; } = new();
    public DdSketch ErrorDurations { get; } = new();

    public void Add(long nanoseconds, bool isError, bool isTopLevel)
    {
        Hits++;
        Nanoseconds += nanoseconds;
        if (isTopLevel)
            TopLevelHits++;
        if (isError)
            Errors++;
        (isError ? ErrorDurations : OkDurations).Add(nanoseconds);
    }
}
