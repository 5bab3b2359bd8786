using System.Runtime.CompilerServices;
using DdRun.Jit;
using DdRun.Metrics.DogStatsd.Lines;

namespace DdRun.Metrics.DogStatsd.Aggregation;

/// <summary>All live time series of the app; found without a lock and without allocating.</summary>
internal sealed class ContextTable(string prefix)
{
    public const int Capacity = 10_000;
    private const int FirstSize = 64;
    private const int IdleFlushesToRetire = 5;

    private readonly object _change = new();
    private MetricContext?[] _slots = new MetricContext?[FirstSize];
    private volatile int _count;

    public int Count
    {
        [MethodImpl(Compile.Once)]
        get => _count;
    }

    /// <param name="key">The time series.</param>
    /// <param name="added">Whether it is the first of its kind here.</param>
    /// <returns>Null when there is no place for it, or no line can be made of it.</returns>
    public MetricContext? Find(in ContextKey key, out bool added)
    {
        added = false;
        var hash = key.Hash();
        return Find(Volatile.Read(ref _slots), key, hash) ?? Add(key, hash, out added);
    }

    public int Write(PacketWriter writer, LineEnd end)
    {
        var lines = 0;
        foreach (var context in Volatile.Read(ref _slots))
        {
            if (context == null)
                continue;
            var written = context.Write(writer, end);
            context.IdleFlushes = written == 0 ? context.IdleFlushes + 1 : 0;
            lines += written;
        }
        return lines;
    }

    /// <summary>Forgets what nobody has used for a while.</summary>
    public void RetireIdle()
    {
        var slots = Volatile.Read(ref _slots);
        if (!Array.Exists(slots, static one => one?.IdleFlushes >= IdleFlushesToRetire))
            return;
        lock (_change)
        {
            slots = _slots;
            var kept = new List<MetricContext>(_count);
            foreach (var context in slots)
                if (context != null && !(context.IdleFlushes >= IdleFlushesToRetire && context.TryRetire()))
                    kept.Add(context);
            Rebuild(kept);
        }
    }

    private static MetricContext? Find(MetricContext?[] slots, in ContextKey key, int hash)
    {
        for (var i = hash; ; i++)
        {
            var context = Volatile.Read(ref slots[i & (slots.Length - 1)]);
            if (context == null || (context.Hash == hash && context.Is(key)))
                return context;
        }
    }

    private MetricContext? Add(in ContextKey key, int hash, out bool added)
    {
        added = false;
        // Every character is at least a byte: do not even encode what cannot fit into a packet.
        var length = key.Name.Length;
        foreach (var tag in key.Tags)
            length += tag?.Length ?? 0;
        if (length > PacketWriter.LineLimit)
            return null;
        lock (_change)
        {
            if (Find(_slots, key, hash) is { } other)
                return other;
            if (_count >= Capacity || MetricContext.Create(key, hash, prefix) is not { } context)
                return null;
            if (_count * 2 >= _slots.Length)
                Rebuild(All());
            Insert(_slots, context);
            _count++;
            added = true;
            return context;
        }
    }

    // No LINQ: this is a thread of the target's, which may have run out of what it takes to load another assembly.
    private List<MetricContext> All()
    {
        var all = new List<MetricContext>(_count);
        foreach (var context in _slots)
            if (context != null)
                all.Add(context);
        return all;
    }

    private void Rebuild(List<MetricContext> contexts)
    {
        var size = FirstSize;
        while (size <= contexts.Count * 2)
            size *= 2;
        var slots = new MetricContext?[size];
        foreach (var context in contexts)
            Insert(slots, context);
        Volatile.Write(ref _slots, slots);
        _count = contexts.Count;
    }

    private static void Insert(MetricContext?[] slots, MetricContext context)
    {
        var i = context.Hash;
        while (slots[i & (slots.Length - 1)] != null)
            i++;
        Volatile.Write(ref slots[i & (slots.Length - 1)], context);
    }
}
