using System.Runtime.CompilerServices;
using DdRun.Jit;
using DdRun.Metrics.DogStatsd.Lines;

namespace DdRun.Metrics.DogStatsd;

/// <summary>Writes a source's numbers as DogStatsD lines.</summary>
internal sealed class StatsdSink(PacketWriter writer, LineEnd end, StatsdTelemetry telemetry) : MetricSink
{
    private readonly byte[] _gauge = MetricText.Bytes("|g"), _count = MetricText.Bytes("|c"), _timing = MetricText.Bytes("|ms");

    public LineEnd End { [MethodImpl(Compile.Once)] get; set; } = end;

    [MethodImpl(Compile.Once)]
    public override void Gauge(byte[] name, long value)
    {
        Begin(name);
        writer.Append(value);
        Finish(_gauge);
    }

    [MethodImpl(Compile.Once)]
    public override void Gauge(byte[] name, double value)
    {
        // Neither infinite nor not a number, without a call.
        if (value - value != 0)
            return;
        Begin(name);
        writer.Append(value);
        Finish(_gauge);
    }

    [MethodImpl(Compile.Once)]
    public override void Timing(byte[] name, double milliseconds)
    {
        Begin(name);
        writer.Append(milliseconds);
        Finish(_timing);
    }

    [MethodImpl(Compile.Once)]
    public override void Count(Total total)
    {
        var delta = total.TakeDelta();
        Begin(total.Name);
        if (delta == (long)delta)
            writer.Append((long)delta);
        else
            writer.Append(delta);
        Finish(_count, total.Tags, total);
    }

    [MethodImpl(Compile.Once)]
    private void Begin(byte[] name)
    {
        writer.Append(name);
        writer.Append((byte)':');
    }

    [MethodImpl(Compile.Once)]
    private void Finish(byte[] type, byte[]? tags = null, IDelivery? delivery = null)
    {
        writer.Append(type);
        if (tags is { Length: > 0 })
        {
            writer.Append((byte)'|');
            writer.Append((byte)'#');
            writer.Append(tags);
            writer.Append(End.AfterTags);
        }
        else
        {
            writer.Append(End.WithoutTags);
        }
        if (writer.EndLine(delivery))
            telemetry.Metrics(1);
    }
}
