using System.Globalization;
using DdRun.Metrics;

namespace DdRun.Runtime.Tests.Vectors;

/// <summary>
/// A line of the wire, read back into the call that makes it. The vectors give lines only, so the way from call to line is checked from its end.
/// </summary>
internal sealed class DogStatsdCall
{
    private readonly string _line;
    private readonly string _prefix;
    private readonly string[] _constant;

    public DogStatsdCall(string line, string prefix, IEnumerable<string> constantTags) =>
        (_line, _prefix, _constant) = (line, prefix, [.. constantTags.Select(MetricText.Tag)]);

    /// <summary>Share of the calls that is recorded.</summary>
    public double Rate => Field(_line.Split('|'), "@") is { } rate && _line.Split('|')[1] is not ("g" or "s") ? Number(rate) : 1;

    public void Make(Statsd statsd)
    {
        if (_line.StartsWith("_e{", StringComparison.Ordinal))
            Event(statsd);
        else if (_line.StartsWith("_sc|", StringComparison.Ordinal))
            ServiceCheck(statsd);
        else
            Metric(statsd);
    }

    private void Metric(Statsd statsd)
    {
        var fields = _line.Split('|');
        var colon = fields[0].IndexOf(':', StringComparison.Ordinal);
        Assert.StartsWith(_prefix, fields[0], StringComparison.Ordinal);
        var name = fields[0][_prefix.Length..colon];
        var text = fields[0][(colon + 1)..];
        var tags = Tags(fields);
        switch (fields[1])
        {
            case "g":
                statsd.Gauge(name, Number(text), tags);
                break;
            case "c" when text.StartsWith('-'):
                statsd.Decrement(name, -long.Parse(text, CultureInfo.InvariantCulture), tags, Rate);
                break;
            case "c":
                statsd.Increment(name, long.Parse(text, CultureInfo.InvariantCulture), tags, Rate);
                break;
            case "h":
                statsd.Histogram(name, Number(text), tags, Rate);
                break;
            case "d":
                statsd.Distribution(name, Number(text), tags, Rate);
                break;
            case "ms":
                statsd.Timing(name, Number(text), tags, Rate);
                break;
            case "s":
                statsd.Set(name, text, tags);
                break;
            default:
                Assert.Fail($"Nobody has said what type {fields[1]} is.");
                break;
        }
    }

    private void Event(Statsd statsd)
    {
        var header = _line[3.._line.IndexOf('}', StringComparison.Ordinal)].Split(',');
        var rest = System.Text.Encoding.UTF8.GetBytes(_line[(_line.IndexOf("}:", StringComparison.Ordinal) + 2)..]).AsSpan();
        var title = System.Text.Encoding.UTF8.GetString(rest[..int.Parse(header[0], CultureInfo.InvariantCulture)]);
        rest = rest[(int.Parse(header[0], CultureInfo.InvariantCulture) + 1)..];
        var length = int.Parse(header[1], CultureInfo.InvariantCulture);
        var text = System.Text.Encoding.UTF8.GetString(rest[..length]);
        var fields = System.Text.Encoding.UTF8.GetString(rest[length..]).Split('|');
        var details = new StatsdEvent
        {
            At = Time(fields),
            Hostname = Field(fields, "h:"),
            AggregationKey = Field(fields, "k:"),
            Priority = Field(fields, "p:"),
            SourceType = Field(fields, "s:"),
            AlertType = Field(fields, "t:"),
        };
        statsd.Event(Unescape(title), Unescape(text), details, Tags(fields));
    }

    private void ServiceCheck(Statsd statsd)
    {
        var fields = _line.Split('|');
        var status = (ServiceStatus)int.Parse(fields[2], CultureInfo.InvariantCulture);
        var message = Field(fields, "m:") is { } text ? Unescape(text).Replace("m\\:", "m:", StringComparison.Ordinal) : null;
        statsd.ServiceCheck(fields[1], status, message, Time(fields), Field(fields, "h:"), Tags(fields));
    }

    // Those of the call stand before the client's own.
    private string[] Tags(string[] fields)
    {
        if (Field(fields, "#") is not { } text)
            return [];
        var tags = text.Split(',');
        return tags.AsSpan().EndsWith(_constant) ? tags[..^_constant.Length] : tags;
    }

    private static DateTimeOffset? Time(string[] fields) =>
        Field(fields, "d:") is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture)) : null;

    private static string? Field(string[] fields, string prefix) =>
        fields.Skip(1).FirstOrDefault(f => f.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Unescape(string text) => text.Replace("\\n", "\n", StringComparison.Ordinal);
}
