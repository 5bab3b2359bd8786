using System.Text;
using System.Text.Unicode;

namespace DdRun.Viewer.Store;

/// <summary>Strings of one segment, each once, as UTF-8 one behind the other. Number 0 is the empty string.</summary>
internal sealed class Utf8Heap
{
    /// <summary>Bytes of one string; what is longer is cut.</summary>
    public const int MaxLength = 64 * 1024;

    private byte[] _bytes = new byte[16 * 1024];
    private int[] _ends = new int[1024];
    private int[] _buckets = new int[2048];

    public Utf8Heap() => Count = 1;

    public int Count { get; private set; }

    public int Length => _ends[Count - 1];

    public long Memory => _bytes.Length + (4L * (_ends.Length + _buckets.Length));

    public ReadOnlySpan<byte> this[int number] => number == 0 ? default : _bytes.AsSpan(_ends[number - 1].._ends[number]);

    public string Text(int number) => Encoding.UTF8.GetString(this[number]);

    public int Add(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return 0;
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (size > 1024)
            return Add(Encoding.UTF8.GetBytes(text).AsSpan());
        Span<byte> bytes = stackalloc byte[size];
        return Add(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    public int Add(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return 0;
        if (text.Length > MaxLength)
            text = Cut(text, MaxLength);
        if (!Utf8.IsValid(text))
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));

        var mask = _buckets.Length - 1;
        var slot = Hash(text) & mask;
        for (; _buckets[slot] != 0; slot = (slot + 1) & mask)
            if (this[_buckets[slot]].SequenceEqual(text))
                return _buckets[slot];
        var number = Append(text);
        _buckets[slot] = number;
        if (2 * Count > _buckets.Length)
            Rehash();
        return number;
    }

    /// <returns>0 when it is not there (or empty).</returns>
    public int Find(ReadOnlySpan<byte> text)
    {
        if (_buckets.Length == 0)
        {
            for (var number = 1; number < Count; number++)
                if (this[number].SequenceEqual(text))
                    return number;
            return 0;
        }

        var mask = _buckets.Length - 1;
        for (var slot = Hash(text) & mask; _buckets[slot] != 0; slot = (slot + 1) & mask)
            if (this[_buckets[slot]].SequenceEqual(text))
                return _buckets[slot];
        return 0;
    }

    /// <summary>Gives back what only adding needs.</summary>
    public void Seal()
    {
        Array.Resize(ref _bytes, Length);
        Array.Resize(ref _ends, Count);
        _buckets = [];
    }

    /// <summary>At most so many bytes, and no half character.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, int length)
    {
        if (text.Length <= length)
            return text;
        while (length > 0 && (text[length] & 0xc0) == 0x80)
            length--;
        return text[..length];
    }

    private int Append(ReadOnlySpan<byte> text)
    {
        var start = Length;
        if (start + text.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, start + text.Length));
        if (Count == _ends.Length)
            Array.Resize(ref _ends, 2 * Count);
        text.CopyTo(_bytes.AsSpan(start));
        _ends[Count] = start + text.Length;
        return Count++;
    }

    private void Rehash()
    {
        _buckets = new int[2 * _buckets.Length];
        var mask = _buckets.Length - 1;
        for (var number = 1; number < Count; number++)
        {
            var slot = Hash(this[number]) & mask;
            while (_buckets[slot] != 0)
                slot = (slot + 1) & mask;
            _buckets[slot] = number;
        }
    }

    // Seeded per process, so that nobody can send strings that all meet in one slot.
    private static int Hash(ReadOnlySpan<byte> text)
    {
        var hash = new HashCode();
        hash.AddBytes(text);
        return hash.ToHashCode();
    }
}
