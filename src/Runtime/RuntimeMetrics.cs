using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Hosting;
using DdRun.Metrics;
using DdRun.Metrics.Reports;

namespace DdRun;

/// <summary>
/// Reports what this process does (memory, collections, threads, exceptions, requests …) to DogStatsD as <c>runtime.dotnet.*</c>, or to an OTLP
/// receiver as <c>dotnet.*</c>.
/// Thread-safe; nothing here throws. Works with tracing off.
/// </summary>
public static class RuntimeMetrics
{
    private static readonly TimeSpan s_shortestInterval = TimeSpan.FromMilliseconds(10);
    private static readonly object s_change = new();
    private static RuntimeMetricsReport? s_report;
    private static Statsd? s_own;

    /// <summary>Whether this process is being reported by this copy of the library.</summary>
    public static bool IsEnabled { get; private set; }

    /// <summary>
    /// Starts reporting, whatever <c>DD_RUNTIME_METRICS_ENABLED</c> says. The first report comes after one interval and the last one at
    /// exit; counters cover the process from its start. Does nothing while reporting already, here or in another copy of the library.
    /// </summary>
    /// <param name="statsdUrl"><c>udp://host:port</c> or <c>unix:///path</c>. Default: what the environment says.</param>
    /// <param name="interval">Default: <c>DD_RUNTIME_METRICS_INTERVAL</c>, else 10 s. At least 10 ms.</param>
    public static void Enable(string? statsdUrl = null, TimeSpan? interval = null)
    {
        try
        {
            lock (s_change)
            {
                if (IsEnabled || !ProcessSlot.TryTake())
                    return;
                var settings = Settings.Current;
                if (settings.Otlp?.Metrics is not null && string.IsNullOrEmpty(statsdUrl))
                {
                    MeterMetrics.StartOtlp(settings, runtime: true);
                    IsEnabled = true;
                    return;
                }
                var period = interval ?? settings.RuntimeMetricsInterval;
                if (period < s_shortestInterval)
                    period = s_shortestInterval;
                var client = Choose(statsdUrl);
                if (client.Worker is not { } worker)
                {
                    Forget();
                    ProcessSlot.Release();
                    return;
                }
                s_report ??= new();
                s_report.Start(worker, period);
                IsEnabled = true;
            }
        }
        catch (Exception e)
        {
            Log.Error("Runtime metrics do not start.", e);
        }
    }

    /// <summary>Reports a last time and stops. Does nothing when not reporting; <see cref="Enable"/> may follow.</summary>
    public static void Disable()
    {
        try
        {
            lock (s_change)
            {
                if (!IsEnabled)
                    return;
                IsEnabled = false;
                s_report?.Stop();
                if (Settings.Current.Otlp?.Metrics is not null)
                    MeterMetrics.Stop();
                Forget();
                ProcessSlot.Release();
            }
        }
        catch (Exception e)
        {
            Log.Error("Runtime metrics do not stop cleanly.", e);
        }
    }

    private static Statsd Choose(string? url) => string.IsNullOrEmpty(url) ? Statsd.Default : s_own = new(new() { Url = url });

    private static void Forget()
    {
        s_own?.Dispose();
        s_own = null;
    }
}
