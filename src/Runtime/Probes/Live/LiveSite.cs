namespace DdRun.Probes.Live;

/// <summary>One method as one observation sees it, while the observation lasts.</summary>
internal sealed class LiveSite
{
    private volatile bool _isOpen;

    /// <summary>What woven code knows it by; negative until it is registered.</summary>
    public int Number { get; set; } = -1;

    /// <summary>The method, with the names of its parameters.</summary>
    public required string Method { get; init; }

    /// <summary>Makes what a call is told to; null where calls are only counted.</summary>
    public LiveObserver? Observer { get; init; }

    /// <summary>Where calls are counted by their duration; null where each is observed for itself.</summary>
    public LatencyHistogram? Histogram { get; init; }

    /// <summary>How many values the woven code keeps until the call ends.</summary>
    public int KeptValues { get; set; }

    /// <summary>Whether calls are looked at.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Calls that begin from now on are looked at.</summary>
    public void Open() => _isOpen = true;

    /// <summary>Calls that begin from now on cost a comparison.</summary>
    public void Close() => _isOpen = false;
}
