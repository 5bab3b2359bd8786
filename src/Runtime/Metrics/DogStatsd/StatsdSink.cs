using System.Runtime.CompilerServices;
using DdRun.Jit;
using DdRun.Metrics.DogStatsd.Lines;

namespace DdRun.Metrics.DogStatsd;

/// <summary>Writes a source's numbers as DogStatsD lines.</summary>
internal sealed class StatsdSink(PacketWriter writer, LineEnd end, StatsdTelemetry telemetry) : MetricSink
{
    public LineEnd End { [MethodImpl(Compile.Once)] get; set; } = end;

    [MethodImpl(Compile.Once)]
    public override void Gauge(byte[] name, long value)
    {
        MetricLine.Begin(writer, name);
        writer.Append(value);
        Finish(MetricKind.Gauge);
    }

    [MethodImpl(Compile.Once)]
    public override void Gauge(byte[] name, double value)
    {
        // Neither infinite nor not a number, without a call.
        if (value - value != 0)
            return;
        MetricLine.Begin(writer, name);
        writer.Append(value);
        Finish(MetricKind.Gauge);
    }

    [MethodImpl(Compile.Once)]
    public override void Timing(byte[] name, double milliseconds)
    {
        MetricLine.Begin(writer, name);
        writer.Append(milliseconds);
        Finish(MetricKind.Timing);
    }

    [MethodImpl(Compile.Once)]
    public override void Count(Total total)
    {
        var delta = total.TakeDelta();
        MetricLine.Begin(writer, total.Name);
        if (delta == (long)delta)
            writer.Append((long)delta);
        else
            writer.Append(delta);
        Finish(MetricKind.Count, total.Tags, total);
    }

    [MethodImpl(Compile.Once)]
    private void Finish(MetricKind kind, byte[]? tags = null, IDelivery? delivery = null)
    {
        if (MetricLine.End(writer, kind, End, tags, 1, delivery))
            telemetry.Metrics(1);
    }
}
