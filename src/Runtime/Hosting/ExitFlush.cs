using DdRun.Diagnostics;
using DdRun.Tracing;

namespace DdRun.Hosting;

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

    public void BeginEnd() => ProcessTracer.Current.BeginEnd(s_limit);

    public void FinishEnd(bool isCertain)
    {
        if (isCertain)
            ProcessTracer.Current.Shutdown(s_limit);
        else
            ProcessTracer.Current.FlushBeforeExit(s_limit);
    }
}
