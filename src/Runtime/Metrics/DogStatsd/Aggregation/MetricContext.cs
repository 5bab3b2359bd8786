using System.Text;
using DdRun.Metrics.DogStatsd.Lines;

namespace DdRun.Metrics.DogStatsd.Aggregation;

/// <summary>One time series of the app between two flushes.</summary>
internal abstract class MetricContext
{
    private readonly MetricKind _kind;
    private readonly string _name;
    private readonly string[] _tags;
    private readonly double _rate;
    private readonly byte[] _sentName;
    private readonly byte[] _ownTags;

    protected MetricContext(in ContextKey key, int hash, byte[] sentName, byte[] ownTags)
    {
        _kind = key.Kind;
        _name = key.Name;
        _tags = key.Tags.ToArray();
        _rate = key.Rate;
        _sentName = sentName;
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
    public static MetricContext? Create(in ContextKey key, int hash, string prefix)
    {
        var name = StatsdText.Name(prefix + key.Name);
        if (name.Length == 0)
            return null;
        var tags = new StringBuilder();
        foreach (var tag in key.Tags)
            if (!string.IsNullOrEmpty(tag))
                tags.Append(tags.Length == 0 ? "" : ",").Append(MetricText.Tag(tag));
        var sentName = Encoding.UTF8.GetBytes(name);
        var own = Encoding.UTF8.GetBytes(tags.ToString());
        return key.Kind switch
        {
            MetricKind.Count => new CounterContext(key, hash, sentName, own),
            MetricKind.Gauge => new GaugeContext(key, hash, sentName, own),
            MetricKind.Set => new SetContext(key, hash, sentName, own),
            _ => new SampleContext(key, hash, sentName, own),
        };
    }

    protected void Begin(PacketWriter writer) => MetricLine.Begin(writer, _sentName);

    protected bool End(PacketWriter writer, LineEnd end, double rate, IDelivery? delivery = null) =>
        MetricLine.End(writer, _kind, end, _ownTags, rate, delivery);
}
