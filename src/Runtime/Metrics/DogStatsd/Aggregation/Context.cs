using System.Text;
using DdRun.Metrics.DogStatsd.Lines;

namespace DdRun.Metrics.DogStatsd.Aggregation;

/// <summary>One time series of the app between two flushes.</summary>
internal abstract class Context
{
    private readonly MetricKind _kind;
    private readonly string _name;
    private readonly string[] _tags;
    private readonly double _rate;
    private readonly byte[] _head;
    private readonly byte[] _ownTags;

    protected Context(in ContextKey key, int hash, byte[] head, byte[] ownTags)
    {
        _kind = key.Kind;
        _name = key.Name;
        _tags = key.Tags.ToArray();
        _rate = key.Rate;
        _head = head;
        _ownTags = ownTags;
        Hash = hash;
    }

    public int Hash { get; }

    /// <summary>Flushes in a row that found nothing new.</summary>
    public int IdleFlushes { get; set; }

    protected double Rate => _rate;

    /// <returns>Lines written.</returns>
    public abstract int Write(PacketWriter writer, LineEnd end);

    /// <summary>Closes the context to callers for good; false when a value has come in meanwhile.</summary>
    public abstract bool TryRetire();

    public bool Is(in ContextKey key)
    {
        if (_kind != key.Kind || _rate != key.Rate || _tags.Length != key.Tags.Length || !string.Equals(_name, key.Name))
            return false;
        for (var i = 0; i < _tags.Length; i++)
            if (!string.Equals(_tags[i], key.Tags[i]))
                return false;
        return true;
    }

    /// <summary>Null when nothing sendable can be made of the name.</summary>
    public static Context? Create(in ContextKey key, int hash, string prefix)
    {
        var name = StatsdText.Name(prefix + key.Name);
        if (name.Length == 0)
            return null;
        var tags = new StringBuilder();
        foreach (var tag in key.Tags)
            if (!string.IsNullOrEmpty(tag))
                tags.Append(tags.Length == 0 ? "" : ",").Append(MetricText.Tag(tag));
        var head = Encoding.UTF8.GetBytes(name + ":");
        var own = Encoding.UTF8.GetBytes(tags.ToString());
        return key.Kind switch
        {
            MetricKind.Count => new CounterContext(key, hash, head, own),
            MetricKind.Gauge => new GaugeContext(key, hash, head, own),
            MetricKind.Set => new SetContext(key, hash, head, own),
            _ => new SampleContext(key, hash, head, own),
        };
    }

    protected void Begin(PacketWriter writer) => writer.Append(_head);

    protected bool End(PacketWriter writer, LineEnd end, double rate, IDelivery? delivery = null)
    {
        writer.Append(_kind switch
        {
            MetricKind.Count => "|c"u8,
            MetricKind.Gauge => "|g"u8,
            MetricKind.Histogram => "|h"u8,
            MetricKind.Distribution => "|d"u8,
            MetricKind.Timing => "|ms"u8,
            _ => "|s"u8,
        });
        if (rate < 1)
        {
            writer.Append("|@"u8);
            writer.Append(rate);
        }
        if (_ownTags.Length > 0)
        {
            writer.Append("|#"u8);
            writer.Append(_ownTags);
        }
        writer.Append(_ownTags.Length > 0 ? end.AfterTags : end.WithoutTags);
        return writer.EndLine(delivery);
    }
}
