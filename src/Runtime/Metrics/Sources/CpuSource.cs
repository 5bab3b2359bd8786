namespace DdRun.Metrics.Sources;

/// <summary>Processor time: milliseconds a second, and per cent of all processors.</summary>
internal sealed class CpuSource : IMetricSource
{
    private readonly RateOf _user = new();
    private readonly RateOf _system = new();

    public CpuSource() => Next(out _, out _);

    public void Collect(MetricSink sink)
    {
        Next(out var user, out var system);
        if (user is not { } u || system is not { } s) return;
        sink.Gauge("runtime.dotnet.cpu.user"u8, Math.Round(u, 3));
        sink.Gauge("runtime.dotnet.cpu.system"u8, Math.Round(s, 3));
        sink.Gauge("runtime.dotnet.cpu.percent"u8, Math.Round((u + s) / 10 / Environment.ProcessorCount, 1));
    }

    private void Next(out double? user, out double? system)
    {
        CpuTimes.Read(out var userTime, out var systemTime);
        user = _user.Next(userTime.TotalMilliseconds);
        system = _system.Next(systemTime.TotalMilliseconds);
    }
}
