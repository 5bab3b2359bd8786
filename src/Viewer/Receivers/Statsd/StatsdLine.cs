using System.Buffers.Text;
using System.Text;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Receivers.Statsd;

/// <summary>DogStatsD's text lines into the metric store.</summary>
internal static class StatsdLine
{
    /// <returns>Number of lines that could not be read.</returns>
    public static int Take(ReadOnlySpan<byte> datagram, MetricStore metrics, long now)
    {
        var bad = 0;
        while (!datagram.IsEmpty)
        {
            var end = datagram.IndexOf((byte)'\n');
            var line = end < 0 ? datagram : datagram[..end];
            datagram = end < 0 ? default : datagram[(end + 1)..];
            if (!line.IsEmpty && !TakeLine(line, metrics, now))
                bad++;
        }

        return bad;
    }

    private static bool TakeLine(ReadOnlySpan<byte> line, MetricStore metrics, long now)
    {
        // Events and service checks are no metrics.
        if (line.StartsWith("_e{"u8) || line.StartsWith("_sc|"u8))
            return true;
        var bar = line.IndexOf((byte)'|');
        var colon = bar < 0 ? -1 : line[..bar].IndexOf((byte)':');
        if (colon <= 0)
            return false;
        var values = line[(colon + 1)..bar];
        var rest = line[(bar + 1)..];

        ReadOnlySpan<byte> type = default, tags = default;
        double rate = 1;
        for (var part = 0; !rest.IsEmpty; part++)
        {
            var end = rest.IndexOf((byte)'|');
            var word = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (part == 0)
                type = word;
            else if (word.StartsWith("#"u8))
                tags = word[1..];
            else if (word.StartsWith("@"u8) && (!Utf8Parser.TryParse(word[1..], out rate, out var taken) || taken != word.Length - 1 || rate is not > 0))
                return false;
            else if (word.StartsWith("T"u8) && Utf8Parser.TryParse(word[1..], out long seconds, out _) && seconds is > 0 and < 10_000_000_000)
                now = seconds * 1_000_000_000;
        }

        if (Kind(type) is not { } kind)
            return false;
        var series = metrics.Series(Encoding.UTF8.GetString(line[..colon]), MetricTags.Parse(Encoding.UTF8.GetString(tags)), kind, "");
        while (true)
        {
            var end = values.IndexOf((byte)':');
            var text = end < 0 ? values : values[..end];
            if (kind == MetricKind.Set)
            {
                metrics.Add(series, now, 1);
            }
            else
            {
                if (!Utf8Parser.TryParse(text, out double value, out var taken) || taken != text.Length || !double.IsFinite(value))
                    return false;
                metrics.Add(series, now, kind == MetricKind.Count ? value / rate : value);
            }

            if (end < 0)
                return true;
            values = values[(end + 1)..];
        }
    }

    private static MetricKind? Kind(ReadOnlySpan<byte> type) => type.Length switch
    {
        1 when type[0] == 'c' => MetricKind.Count,
        1 when type[0] == 'g' => MetricKind.Gauge,
        1 when type[0] is (byte)'h' or (byte)'d' => MetricKind.Distribution,
        1 when type[0] == 's' => MetricKind.Set,
        2 when type.SequenceEqual("ms"u8) => MetricKind.Distribution,
        _ => null,
    };
}
