namespace DdRun.Probes.Live;

/// <summary>Somebody who looks at single calls.</summary>
internal abstract class LiveObserver
{
    /// <summary>A call begins on this thread; null where it is not looked at.</summary>
    public abstract LiveCall? Begin(LiveSite site);
}
