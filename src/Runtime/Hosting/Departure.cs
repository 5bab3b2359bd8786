using DdRun.Configuration;
using DdRun.Export;

namespace DdRun.Hosting;

/// <summary>Ends what traces the process, while the process goes on; and begins it again.</summary>
internal static class Departure
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Sends what there is, and ends our threads.</summary>
    public static void Leave()
    {
        MeterMetrics.Stop();
        var tracer = ProcessTracer.Current;
        if (!tracer.IsEnabled)
            return;
        // Spans that are under way end with the old one, and are lost.
        var settings = tracer.Settings.With(new Dictionary<string, string> { ["DD_TRACE_ENABLED"] = "false" });
        ProcessTracer.Current = ProcessTracer.Make(settings);
        (tracer.Writer as TraceWriter)?.Leave(s_patience);
    }

    /// <summary>Begins once more, with the settings that are current now.</summary>
    public static void ComeBack()
    {
        ProcessTracer.Current = ProcessTracer.Make(Settings.Current);
        ExitFlush.Register();
    }
}
