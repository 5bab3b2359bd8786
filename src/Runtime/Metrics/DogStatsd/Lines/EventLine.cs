using System.Globalization;
using System.Text;

namespace DdRun.Metrics.DogStatsd.Lines;

/// <summary>Events and service checks as lines; null when one is too long or has no name.</summary>
internal static class EventLine
{
    public static byte[]? ForEvent(string title, string text, StatsdEvent? details, ReadOnlySpan<string> tags, LineEnd end)
    {
        if (title.Length == 0 || title.Length + text.Length > PacketWriter.LineLimit)
            return null;
        title = StatsdText.EventText(title);
        text = StatsdText.EventText(text);
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"_e{{{Encoding.UTF8.GetByteCount(title)},{Encoding.UTF8.GetByteCount(text)}}}:{title}|{text}");
        if (details != null)
        {
            AppendTime(line, details.At);
            AppendField(line, "|h:", details.Hostname);
            AppendField(line, "|k:", details.AggregationKey);
            AppendField(line, "|p:", details.Priority);
            AppendField(line, "|s:", details.SourceType);
            AppendField(line, "|t:", details.AlertType);
        }
        return Finish(line, tags, end, null);
    }

    public static byte[]? ForServiceCheck(string name, ServiceStatus status, string? message, DateTimeOffset? at, string? hostname, ReadOnlySpan<string> tags, LineEnd end)
    {
        if (string.IsNullOrEmpty(name) || name.Length > PacketWriter.LineLimit || !Enum.IsDefined(status))
            return null;
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"_sc|{StatsdText.Field(name)}|{(int)status}");
        AppendTime(line, at);
        AppendField(line, "|h:", hostname);
        return Finish(line, tags, end, message);
    }

    private static void AppendTime(StringBuilder line, DateTimeOffset? at)
    {
        if (at is { } time)
            line.Append(CultureInfo.InvariantCulture, $"|d:{time.ToUnixTimeSeconds()}");
    }

    private static void AppendField(StringBuilder line, string field, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            line.Append(field).Append(StatsdText.Field(value));
    }

    private static byte[]? Finish(StringBuilder line, ReadOnlySpan<string> tags, LineEnd end, string? message)
    {
        var any = false;
        foreach (var tag in tags)
        {
            if (string.IsNullOrEmpty(tag))
                continue;
            line.Append(any ? "," : "|#").Append(MetricText.Tag(tag));
            any = true;
        }
        // The message has to follow the tags: it is slipped in between them and the container field.
        var tail = Encoding.UTF8.GetString(any ? end.AfterTags : end.WithoutTags);
        var rest = tail.IndexOf("|c:", StringComparison.Ordinal);
        if (rest < 0)
            rest = tail.Length - 1;
        line.Append(tail, 0, rest);
        if (!string.IsNullOrEmpty(message))
            line.Append("|m:").Append(StatsdText.CheckMessage(message));
        line.Append(tail, rest, tail.Length - rest);
        var bytes = Encoding.UTF8.GetBytes(line.ToString());
        return bytes.Length <= PacketWriter.LineLimit ? bytes : null;
    }
}
