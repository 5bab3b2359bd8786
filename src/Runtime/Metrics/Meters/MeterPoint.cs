namespace DdRun.Metrics.Meters;

/// <summary>One time series of an instrument. Recording is lock-free; the rest is for the thread that reports.</summary>
internal abstract class MeterPoint(KeyValuePair<string, object?>[] tags)
{
    public KeyValuePair<string, object?>[] Tags => tags;

    /// <summary>For DogStatsD, and made once: <c>key:value</c>.</summary>
    public string[] TagTexts => field ??= Array.ConvertAll(tags, static tag => tag.Key + ":" + (tag.Value is bool flag ? flag ? "true" : "false" : Tracing.TagText.Of(tag.Value ?? "")));

    /// <summary>The tags as the exporter that reports the series has encoded them.</summary>
    public byte[]? Encoded { get; set; }

    /// <summary>Whether anything was recorded since the last report.</summary>
    public bool IsTouched { get; set; }

    /// <summary>When what was delivered last was looked at, in nanoseconds since 1970; 0 before.</summary>
    public long Since { get; set; }

    public abstract void Record(long value);

    public abstract void Record(double value);

    /// <summary>What was looked at last has arrived.</summary>
    public abstract void Delivered();
}
