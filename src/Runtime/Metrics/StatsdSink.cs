using System.Runtime.CompilerServices;
using DdRun.Diagnostics;

namespace DdRun.Metrics;

/// <summary>Writes a source's numbers as DogStatsD lines.</summary>
internal sealed class StatsdSink(PacketWriter writer, LineEnd end, StatsdTelemetry telemetry) : MetricSink
{
    public LineEnd End { [MethodImpl(Compile.Once)] get; set; } = end;

    [MethodImpl(Compile.Once)]
    public override void Gauge(ReadOnlySpan<byte> name, long value)
    {
        Begin(name);
        writer.Append(value);
        Finish("|g"u8);
    }

    [MethodImpl(Compile.Once)]
    public override void Gauge(ReadOnlySpan<byte> name, double value)
    {
        if (!double.IsFinite(value)) return;
        Begin(name);
        writer.Append(value);
        Finish("|g"u8);
    }

    [MethodImpl(Compile.Once)]
    public override void Timing(ReadOnlySpan<byte> name, double milliseconds)
    {
        Begin(name);
        writer.Append(milliseconds);
        Finish("|ms"u8);
    }

    [MethodImpl(Compile.Once)]
    public override void Count(Total total)
    {
        var delta = total.TakeDelta();
        Begin(total.Name);
        if (delta == (long)delta) writer.Append((long)delta);
        else writer.Append(delta);
        Finish("|c"u8, total.Tags, total);
    }

    [MethodImpl(Compile.Once)]
    private void Begin(ReadOnlySpan<byte> name)
    {
        writer.Append(name);
        writer.Append((byte)':');
    }

    [MethodImpl(Compile.Once)]
    private void Finish(ReadOnlySpan<byte> type, ReadOnlySpan<byte> tags = default, IDelivery? delivery = null)
    {
        writer.Append(type);
        if (tags.Length > 0)
        {
            writer.Append("|#"u8);
            writer.Append(tags);
        }
        writer.Append(tags.Length > 0 ? End.AfterTags : End.WithoutTags);
        if (writer.EndLine(delivery)) telemetry.Metrics(1);
    }
}
