using System.Collections;

namespace DdRun;

/// <summary>
/// Key-value pairs that travel with a trace, in the order in which they were first set. Safe for use from several threads;
/// enumerating takes a snapshot. All spans of a local trace share one instance.
/// </summary>
/// <remarks>Any number may be held; what is sent on is limited to 64 items and 8192 bytes.</remarks>
public sealed class Baggage : IEnumerable<KeyValuePair<string, string>>
{
    private KeyValuePair<string, string>[] _items = [];

    /// <summary>Number of items.</summary>
    public int Count => Volatile.Read(ref _items).Length;

    /// <summary>The item's value, or null. Keys are case-sensitive. Setting null removes.</summary>
    public string? this[string key]
    {
        get
        {
            var items = Volatile.Read(ref _items);
            var index = IndexOf(items, key);
            return index < 0 ? null : items[index].Value;
        }
        set
        {
            if (value == null)
                Remove(key);
            else
                Set(key, value);
        }
    }

    /// <summary>Adds or replaces an item. An empty key is ignored.</summary>
    public void Set(string key, string value)
    {
        if (string.IsNullOrEmpty(key) || value == null)
            return;
        while (true)
        {
            var items = Volatile.Read(ref _items);
            var index = IndexOf(items, key);
            var changed = new KeyValuePair<string, string>[index < 0 ? items.Length + 1 : items.Length];
            items.CopyTo(changed, 0);
            changed[index < 0 ? items.Length : index] = new(key, value);
            if (ReferenceEquals(Interlocked.CompareExchange(ref _items, changed, items), items))
                return;
        }
    }

    /// <summary>Takes an item away.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string key)
    {
        while (true)
        {
            var items = Volatile.Read(ref _items);
            var index = IndexOf(items, key);
            if (index < 0)
                return false;
            var changed = new KeyValuePair<string, string>[items.Length - 1];
            Array.Copy(items, changed, index);
            Array.Copy(items, index + 1, changed, index, changed.Length - index);
            if (ReferenceEquals(Interlocked.CompareExchange(ref _items, changed, items), items))
                return true;
        }
    }

    /// <summary>Takes all items away.</summary>
    public void Clear() => Volatile.Write(ref _items, []);

    /// <summary>The items at this moment.</summary>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)Volatile.Read(ref _items)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal ReadOnlySpan<KeyValuePair<string, string>> Items => Volatile.Read(ref _items);

    internal void Replace(KeyValuePair<string, string>[] items) => Volatile.Write(ref _items, items);

    private static int IndexOf(KeyValuePair<string, string>[] items, string key)
    {
        for (var i = 0; i < items.Length; i++)
            if (items[i].Key == key)
                return i;
        return -1;
    }
}
