using DdRun.Diagnostics;

namespace DdRun.Tracing;

/// <summary>Sends what is left of the traces when the process ends, and holds nothing up longer than <see cref="s_limit"/>.</summary>
internal sealed class ExitFlush : IEndsWithProcess
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);
    private static int s_registered;

    public static void Register()
    {
        // Metrics may count what it sends.
        if (Interlocked.Exchange(ref s_registered, 1) == 0)
            ProcessEnd.Subscribe(new ExitFlush(), first: true);
    }

    public void BeginEnd() => TracerCore.Current.BeginEnd(s_limit);

    public void FinishEnd(bool isCertain)
    {
        if (isCertain)
            TracerCore.Current.Shutdown(s_limit);
        else
            TracerCore.Current.FlushBeforeExit(s_limit);
    }
}
