using System.Diagnostics;

namespace DdRun.Metrics.Sources;

/// <summary>Threads and memory where there is no <c>/proc</c>.</summary>
internal sealed class ProcessSource : IMetricSource
{
    public void Collect(MetricSink sink)
    {
        using var process = Process.GetCurrentProcess();
        sink.Gauge("runtime.dotnet.threads.count"u8, process.Threads.Count);
        sink.Gauge("runtime.dotnet.mem.committed"u8, process.PrivateMemorySize64);
        sink.Gauge("runtime.dotnet.mem.rss"u8, process.WorkingSet64);
        if (OperatingSystem.IsWindows()) sink.Gauge("runtime.dotnet.fd.count"u8, process.HandleCount);
    }
}
