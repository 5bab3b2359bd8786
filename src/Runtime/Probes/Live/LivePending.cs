namespace DdRun.Probes.Live;

/// <summary>A call of an async method whose end only its state machine sees; found again through the flow of execution.</summary>
/// <param name="outer">The one around it.</param>
/// <param name="number">Of the site.</param>
/// <param name="ending">What it ends; nothing where nobody looks at the call, and only calls around it are looked at.</param>
internal sealed class LivePending(LivePending? outer, int number, LiveEnding? ending)
{
    private static readonly AsyncLocal<LivePending?> s_current = new();

    private LiveEnding? _ending = ending;

    /// <summary>The innermost of this flow.</summary>
    public static LivePending? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    public LivePending? Outer => outer;

    public int Number => number;

    /// <summary>The innermost of a site.</summary>
    public static LivePending? Find(int number)
    {
        var pending = Current;
        while (pending is not null && pending.Number != number)
            pending = pending.Outer;
        return pending;
    }

    /// <summary>Ends it, the first time.</summary>
    public void Complete(Exception? fault) => Interlocked.Exchange(ref _ending, null)?.Complete(fault);
}
