namespace DdRun.Viewer.Queries;

/// <summary>Nanoseconds since 1970, both ends included.</summary>
internal readonly record struct TimeRange(long From, long To)
{
    public static TimeRange All => new(long.MinValue, long.MaxValue);

    public bool Contains(long time) => time >= From && time <= To;
}
