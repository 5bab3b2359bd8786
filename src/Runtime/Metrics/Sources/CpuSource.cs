using System.Diagnostics;
using System.Runtime.CompilerServices;
using DdRun.Jit;

namespace DdRun.Metrics.Sources;

/// <summary>Processor time: milliseconds a second, and per cent of all processors.</summary>
internal sealed class CpuSource : IMetricSource
{
    private readonly byte[] _userName = MetricText.Bytes("runtime.dotnet.cpu.user");
    private readonly byte[] _systemName = MetricText.Bytes("runtime.dotnet.cpu.system");
    private readonly byte[] _percentName = MetricText.Bytes("runtime.dotnet.cpu.percent");
    private readonly int _processors = Environment.ProcessorCount;
    private readonly RateOf _user = new();
    private readonly RateOf _system = new();

    public CpuSource() => Next(Stopwatch.GetTimestamp(), out _, out _);

    [MethodImpl(Compile.Once)]
    public void Collect(MetricSink sink)
    {
        Next(sink.Now, out var user, out var system);
        if (!(user >= 0 && system >= 0))
            return;
        sink.Gauge(_userName, Rounded(user, 1000));
        sink.Gauge(_systemName, Rounded(system, 1000));
        sink.Gauge(_percentName, Rounded((user + system) / 10 / _processors, 10));
    }

    [MethodImpl(Compile.Once)]
    private void Next(long now, out double user, out double system)
    {
        CpuTimes.Read(out var userTime, out var systemTime);
        user = _user.Next(Milliseconds.Of(userTime), now);
        system = _system.Next(Milliseconds.Of(systemTime), now);
    }

    [MethodImpl(Compile.Once)]
    private static double Rounded(double value, int parts) => (long)(value * parts + 0.5) / (double)parts;
}
