using System.Diagnostics;

namespace DdRun.Metrics.Sources;

/// <summary>Threads and memory where there is no <c>/proc</c>.</summary>
internal sealed class ProcessSource : IMetricSource
{
    private readonly byte[] _threads = MetricText.Bytes("runtime.dotnet.threads.count");
    private readonly byte[] _committed = MetricText.Bytes("runtime.dotnet.mem.committed");
    private readonly byte[] _resident = MetricText.Bytes("runtime.dotnet.mem.rss");
    private readonly byte[] _handles = MetricText.Bytes("runtime.dotnet.fd.count");
    public void Collect(MetricSink sink)
    {
        using var process = Process.GetCurrentProcess();
        sink.Gauge(_threads, process.Threads.Count);
        sink.Gauge(_committed, process.PrivateMemorySize64);
        sink.Gauge(_resident, process.WorkingSet64);
        if (OperatingSystem.IsWindows())
            sink.Gauge(_handles, process.HandleCount);
    }
}
