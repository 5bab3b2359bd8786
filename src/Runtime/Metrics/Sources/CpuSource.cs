using System.Runtime.CompilerServices;
using DdRun.Diagnostics;

namespace DdRun.Metrics.Sources;

/// <summary>Processor time: milliseconds a second, and per cent of all processors.</summary>
internal sealed class CpuSource : IMetricSource
{
    private readonly RateOf _user = new();
    private readonly RateOf _system = new();

    public CpuSource() => Next(out _, out _);

    [MethodImpl(Compile.Once)]
    public void Collect(MetricSink sink)
    {
        Next(out var user, out var system);
        if (!(user >= 0 && system >= 0)) return;
        sink.Gauge("runtime.dotnet.cpu.user"u8, Rounded(user, 1000));
        sink.Gauge("runtime.dotnet.cpu.system"u8, Rounded(system, 1000));
        sink.Gauge("runtime.dotnet.cpu.percent"u8, Rounded((user + system) / 10 / Environment.ProcessorCount, 10));
    }

    [MethodImpl(Compile.Once)]
    private void Next(out double user, out double system)
    {
        CpuTimes.Read(out var userTime, out var systemTime);
        user = _user.Next(userTime.TotalMilliseconds);
        system = _system.Next(systemTime.TotalMilliseconds);
    }

    [MethodImpl(Compile.Once)]
    private static double Rounded(double value, int parts) => (long)(value * parts + 0.5) / (double)parts;
}
