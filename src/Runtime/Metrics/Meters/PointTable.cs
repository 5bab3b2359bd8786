namespace DdRun.Metrics.Meters;

/// <summary>
/// The time series of one instrument, found by their tags without a lock and without allocating. Tags in another order are the same series, which
/// is remembered under both.
/// </summary>
internal sealed class PointTable(Func<KeyValuePair<string, object?>[], MeterPoint> make)
{
    /// <summary>Tag sets beyond this count under <c>otel.metric.overflow</c>.</summary>
    public const int Capacity = 2000;

    private const int MaxOrders = 4 * Capacity, FirstSize = 16;

    private readonly object _change = new();
    private readonly List<MeterPoint> _points = [];
    private Entry?[] _slots = new Entry?[FirstSize];
    private MeterPoint? _overflow;
    private int _orders;
    private long _overflows;

    /// <summary>Measurements for which there was no series of their own.</summary>
    public long Overflows => Interlocked.Read(ref _overflows);

    public MeterPoint Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = Hash(tags);
        return Find(Volatile.Read(ref _slots), hash, tags)?.Point ?? Add(hash, tags);
    }

    public MeterPoint[] Points()
    {
        lock (_change)
            return [.. _points];
    }

    private static Entry? Find(Entry?[] slots, int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        for (var i = hash; ; i++)
        {
            var entry = Volatile.Read(ref slots[i & (slots.Length - 1)]);
            if (entry is null || (entry.Hash == hash && Are(entry.Tags, tags)))
                return entry;
        }
    }

    private static bool Are(KeyValuePair<string, object?>[] known, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (known.Length != tags.Length)
            return false;
        for (var i = 0; i < known.Length; i++)
        {
            ref readonly var tag = ref tags[i];
            if (!ReferenceEquals(known[i].Key, tag.Key) && !string.Equals(known[i].Key, tag.Key))
                return false;
            if (ReferenceEquals(known[i].Value, tag.Value))
                continue;
            if (known[i].Value is string text ? !string.Equals(text, tag.Value as string) : !Equals(known[i].Value, tag.Value))
                return false;
        }
        return true;
    }

    private static int Hash(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = tags.Length;
        foreach (ref readonly var tag in tags)
            hash = (hash * 31 + Mix(tag.Key)) * 31 + (tag.Value is string text ? Mix(text) : tag.Value?.GetHashCode() ?? 0);
        return hash ^ hash >>> 15;
    }

    // A whole hash of a text takes longer than everything else here.
    private static int Mix(string text) =>
        text.Length == 0 ? 0 : text.Length * 131 + text[0] * 31 + text[text.Length / 2] * 2053 + text[^1] * 8191;

    private MeterPoint Add(int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_change)
        {
            if (Find(_slots, hash, tags) is { } known)
                return known.Point;
            var sorted = Sorted(tags);
            var point = _points.Find(one => IsSame(one.Tags, sorted));
            if (point is null)
            {
                if (_points.Count >= Capacity)
                    return Overflow();
                _points.Add(point = make(sorted));
            }
            if (_orders >= MaxOrders)
                return point;
            if (++_orders * 2 > _slots.Length)
                Grow();
            Insert(_slots, new(hash, tags.ToArray(), point));
            return point;
        }
    }

    private MeterPoint Overflow()
    {
        Interlocked.Increment(ref _overflows);
        if (_overflow is null)
            _points.Add(_overflow = make([new("otel.metric.overflow", true)]));
        return _overflow;
    }

    // Of tags with the same key the last counts.
    private static KeyValuePair<string, object?>[] Sorted(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var sorted = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
            if (key is not null)
                sorted[key] = value;
        return [.. sorted];
    }

    private static bool IsSame(KeyValuePair<string, object?>[] a, KeyValuePair<string, object?>[] b) => Are(a, b);

    private void Grow()
    {
        var slots = new Entry?[_slots.Length * 2];
        foreach (var entry in _slots)
            if (entry is not null)
                Insert(slots, entry);
        Volatile.Write(ref _slots, slots);
    }

    private static void Insert(Entry?[] slots, Entry entry)
    {
        var i = entry.Hash;
        while (slots[i & (slots.Length - 1)] is not null)
            i++;
        Volatile.Write(ref slots[i & (slots.Length - 1)], entry);
    }

    private sealed class Entry(int hash, KeyValuePair<string, object?>[] tags, MeterPoint point)
    {
        public int Hash => hash;
        public KeyValuePair<string, object?>[] Tags => tags;
        public MeterPoint Point => point;
    }
}
