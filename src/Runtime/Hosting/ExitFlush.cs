using DdRun.Diagnostics;

namespace DdRun.Hosting;

/// <summary>Sends what is left of the traces when the process ends.</summary>
internal sealed class ExitFlush : IEndsWithProcess
{
    // Metrics count what it sends, and are sent after it.
    private static readonly TimeSpan s_reserve = TimeSpan.FromMilliseconds(150);
    private static int s_registered;

    public static void Register()
    {
        // Metrics may count what it sends.
        if (Interlocked.Exchange(ref s_registered, 1) == 0)
            ProcessEnd.Subscribe(new ExitFlush(), first: true);
    }

    public void BeginEnd(ExitDeadline limit) => ProcessTracer.Current.BeginEnd(limit.Before(s_reserve));

    public void FinishEnd(ExitDeadline limit, bool isCertain) => ProcessTracer.Current.FinishEnd(limit.Before(s_reserve), isCertain);
}
