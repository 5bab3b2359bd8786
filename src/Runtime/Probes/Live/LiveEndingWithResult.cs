namespace DdRun.Probes.Live;

/// <summary>A call that ends with a task whose result is looked at.</summary>
internal sealed class LiveEnding<T>(LiveSite site, LiveCall? call, long started) : LiveEnding(site, call, started)
{
    protected override void TakeResult(Task task)
    {
        if (Call is { } call && task is Task<T> done)
            LiveProbe.TakeResult(call, done.Result, typeof(T));
    }
}
