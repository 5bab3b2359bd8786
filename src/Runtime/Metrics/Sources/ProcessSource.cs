using System.Diagnostics;

namespace DdRun.Metrics.Sources;

/// <summary>Threads and memory where there is no <c>/proc</c>.</summary>
internal sealed class ProcessSource : IMetricSource
{
    private readonly byte[] _threads = "runtime.dotnet.threads.count"u8.ToArray();
    private readonly byte[] _committed = "runtime.dotnet.mem.committed"u8.ToArray();
    private readonly byte[] _resident = "runtime.dotnet.mem.rss"u8.ToArray();
    private readonly byte[] _handles = "runtime.dotnet.fd.count"u8.ToArray();
    public void Collect(MetricSink sink)
    {
        using var process = Process.GetCurrentProcess();
        sink.Gauge(_threads, process.Threads.Count);
        sink.Gauge(_committed, process.PrivateMemorySize64);
        sink.Gauge(_resident, process.WorkingSet64);
        if (OperatingSystem.IsWindows()) sink.Gauge(_handles, process.HandleCount);
    }
}
