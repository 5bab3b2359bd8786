using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Metrics.Meters;
using DdRun.Metrics.Otlp;
using DdRun.Metrics.Reports;

namespace DdRun.Hosting;

/// <summary>The metrics of the application's meters, and whatever goes by OTLP; at most one report a process.</summary>
internal static class MeterMetrics
{
    private static readonly object s_change = new();
    private static object? s_report;

    /// <summary>Reports the meters that the settings name, and the tracer's own, where nothing else does: by OTLP, else to DogStatsD.</summary>
    public static void StartIfWanted(Settings settings)
    {
        try
        {
            if (settings.HealthMetricsEnabled && settings.Otlp?.Metrics is not null)
                StartOtlp(settings, runtime: false);
            else if (new MeterPatterns(settings.Text("DD_METRICS_METERS")) is { IsEmpty: false } patterns)
                Start(settings, patterns);
        }
        catch (Exception e)
        {
            Log.Error("The application's meters are not reported.", e);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StartOtlp(Settings settings, bool runtime)
    {
        lock (s_change)
        {
            if (s_report is not null)
                return;
            var report = new OtlpMetrics(settings, runtime);
            s_report = report;
            report.Start();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Stop()
    {
        lock (s_change)
        {
            (s_report as OtlpMetrics)?.Stop();
            s_report = null;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start(Settings settings, MeterPatterns patterns)
    {
        if (settings.Otlp?.Metrics is not null)
        {
            StartOtlp(settings, runtime: false);
            return;
        }
        lock (s_change)
        {
            if (s_report is null && Statsd.Default.Worker is { } worker)
                s_report = MeterReport.Start(patterns, Statsd.Default, worker);
        }
    }
}
