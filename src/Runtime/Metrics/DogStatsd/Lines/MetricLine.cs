using System.Runtime.CompilerServices;
using DdRun.Jit;

namespace DdRun.Metrics.DogStatsd.Lines;

/// <summary>A metric as DogStatsD reads it: <c>name:value|type|@rate|#tags|c:container</c>. The value is for the caller to append in between.</summary>
internal static class MetricLine
{
    private static readonly byte[] s_count = MetricText.Bytes("|c"), s_gauge = MetricText.Bytes("|g"), s_histogram = MetricText.Bytes("|h");
    private static readonly byte[] s_distribution = MetricText.Bytes("|d"), s_timing = MetricText.Bytes("|ms"), s_set = MetricText.Bytes("|s");

    [MethodImpl(Compile.Once)]
    public static void Begin(PacketWriter writer, byte[] name)
    {
        writer.Append(name);
        writer.Append((byte)':');
    }

    /// <param name="writer">Where the line began.</param>
    /// <param name="kind">What the value is.</param>
    /// <param name="end">What all lines of the sender end with.</param>
    /// <param name="tags">The metric's own, separated by commas; may be empty.</param>
    /// <param name="rate">The share of values that is sent, above 0 and up to 1.</param>
    /// <param name="delivery">Hears whether the packet went out.</param>
    /// <returns>False when the line is too long for any packet and has been left out.</returns>
    [MethodImpl(Compile.Once)]
    public static bool End(PacketWriter writer, MetricKind kind, LineEnd end, byte[]? tags = null, double rate = 1, IDelivery? delivery = null)
    {
        writer.Append(TypeOf(kind));
        if (rate < 1)
        {
            writer.Append((byte)'|');
            writer.Append((byte)'@');
            writer.Append(rate);
        }
        if (tags is { Length: > 0 })
        {
            writer.Append((byte)'|');
            writer.Append((byte)'#');
            writer.Append(tags);
            writer.Append(end.AfterTags);
        }
        else
        {
            writer.Append(end.WithoutTags);
        }
        return writer.EndLine(delivery);
    }

    [MethodImpl(Compile.Once)]
    private static byte[] TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Count => s_count,
        MetricKind.Gauge => s_gauge,
        MetricKind.Histogram => s_histogram,
        MetricKind.Distribution => s_distribution,
        MetricKind.Timing => s_timing,
        _ => s_set,
    };
}
