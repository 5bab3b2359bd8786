using System.Buffers.Binary;
using System.Globalization;

namespace DdRun.Viewer.Store;

/// <summary>The tags of one span, one after the other.</summary>
internal ref struct TagReader(SpanSegment segment, ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    /// <summary>The number of the key in the segment's strings.</summary>
    public int Key { get; private set; }

    public bool IsNumber { get; private set; }

    public double Number { get; private set; }

    /// <summary>The number of the value in the segment's strings, where it is a text.</summary>
    public int Text { get; private set; }

    public readonly ReadOnlySpan<byte> KeyBytes => segment.Strings[Key];

    public readonly ReadOnlySpan<byte> TextBytes => segment.Strings[Text];

    public readonly string Value => IsNumber ? Number.ToString(CultureInfo.InvariantCulture) : segment.Strings.Text(Text);

    public bool Read()
    {
        if (_rest.IsEmpty)
            return false;
        var head = Varint();
        Key = (int)(head >> 1);
        IsNumber = (head & 1) != 0;
        if (IsNumber)
        {
            Number = BinaryPrimitives.ReadDoubleLittleEndian(_rest);
            _rest = _rest[8..];
        }
        else
        {
            Text = (int)Varint();
        }

        return true;
    }

    /// <summary>Goes on to the tag of this name.</summary>
    public bool Find(ReadOnlySpan<byte> key)
    {
        while (Read())
            if (KeyBytes.SequenceEqual(key))
                return true;
        return false;
    }

    private uint Varint()
    {
        uint value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = _rest[0];
            _rest = _rest[1..];
            value |= (uint)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
