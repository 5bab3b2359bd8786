using System.Diagnostics;

namespace DdRun.Probes.Live;

/// <summary>
/// A call whose iterator is gone through: it is timed from the first step to the end, the disposal or an exception. Where somebody goes through it several
/// times, it is the first time that counts.
/// </summary>
/// <param name="site">The method.</param>
/// <param name="call">Null where calls are only counted.</param>
/// <param name="declared">What the method returns.</param>
internal sealed class LiveIteration(LiveSite site, LiveCall? call, Type declared)
{
    /// <summary>How many items are kept to be shown.</summary>
    public const int Head = 10;

    private long _started;
    private int _isTaken, _hasEnded;

    /// <summary>Whether this is the first time.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <summary>Whether items are shown.</summary>
    public bool KeepsItems => call is not null;

    public void Begin() => _started = site.Histogram is { } histogram ? histogram.Now() : Stopwatch.GetTimestamp();

    public void End<T>(List<T>? head, int count, Exception? fault)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) != 0)
            return;
        try
        {
            if (call is not null)
            {
                call.Fault = fault;
                if (fault is null)
                    call.Items((head ?? []).ToArray(), count, declared);
            }
            LiveProbe.End(site, call, _started, fault is not null);
        }
        catch (Exception e)
        {
            LiveProbe.Report(site, e);
        }
    }
}
