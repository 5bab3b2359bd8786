namespace DdRun.Probes.Live;

public static partial class LiveProbe
{
    /// <summary>An async method of whose task nothing is known begins, such as one that returns nothing: its state machine ends the call.</summary>
    public static void EnterPending(int number, ref LiveScope scope)
    {
        var site = scope.Site;
        // A call that nobody looks at stands between its state machine and the calls around it.
        if (site is null && LivePending.Find(number) is null)
            return;
        LivePending.Current = new LivePending(LivePending.Current, number, site is null ? null : new LiveEnding(site, scope.Call, scope.Started));
    }

    /// <summary>The method that began it returns; its state machine goes on.</summary>
    public static void ExitPending(int number, ref LiveScope scope)
    {
        if (LivePending.Current is { } pending && pending.Number == number)
            LivePending.Current = pending.Outer;
        if (scope.Site is not { } site)
            return;
        scope.Site = null;
        try
        {
            scope.Call?.Leave();
        }
        catch (Exception e)
        {
            Report(site, e);
        }
    }

    /// <summary>The state machine has come to its end.</summary>
    public static void CompletePending(object? exception, int number) =>
        LivePending.Find(number)?.Complete(exception is null ? null : Probe.AsException(exception));
}
