namespace DdRun.Instrumentation.Live.Observing;

/// <summary>What one call has called. Its nodes change under its lock, for some nanoseconds at a time.</summary>
internal sealed class CallTree
{
    private const int Most = 2000;

    private int _nodes;

    /// <summary>Whether it has been told: what comes after is not in it.</summary>
    public bool IsOver { get; private set; }

    public bool TryGrow() => _nodes++ < Most;

    public void End()
    {
        lock (this)
            IsOver = true;
    }
}
