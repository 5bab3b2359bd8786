using System.Runtime.CompilerServices;

namespace DdRun.Metrics;

/// <summary>
/// Writes a source's numbers as DogStatsD lines. Its methods are not inlined: in time the JIT would do so in every line of every source,
/// which made up 6 MB of the target's memory.
/// </summary>
internal sealed class StatsdSink(PacketWriter writer, LineEnd end, StatsdTelemetry telemetry) : MetricSink
{
    public LineEnd End { get; set; } = end;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override void Gauge(ReadOnlySpan<byte> name, long value)
    {
        Begin(name);
        writer.Append(value);
        Finish("|g"u8);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override void Gauge(ReadOnlySpan<byte> name, double value)
    {
        if (!double.IsFinite(value)) return;
        Begin(name);
        writer.Append(value);
        Finish("|g"u8);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override void Timing(ReadOnlySpan<byte> name, double milliseconds)
    {
        Begin(name);
        writer.Append(milliseconds);
        Finish("|ms"u8);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override void Count(Total total)
    {
        var delta = total.TakeDelta();
        Begin(total.Name);
        if (delta == (long)delta) writer.Append((long)delta);
        else writer.Append(delta);
        Finish("|c"u8, total.Tags, total);
    }

    private void Begin(ReadOnlySpan<byte> name)
    {
        writer.Append(name);
        writer.Append((byte)':');
    }

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
