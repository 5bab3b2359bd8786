using System.Buffers.Binary;
using System.Text;

namespace DdRun.Export.Otlp;

/// <summary>
/// Appends protobuf fields to a buffer. The lengths of nested messages are filled in afterwards, in as few bytes as the message could at most
/// need. <see cref="Save"/> ends the writing.
/// </summary>
internal ref struct ProtobufWriter(ByteBuffer buffer)
{
    public const int Varint = 0, Fixed64 = 1, Length = 2, Fixed32 = 5;

    private const int LargestByte = 127, LongestVarint = 10, PaddedLength = 4;
    private const byte KeyTag = 0x0A, ValueTag = 0x12, TextTag = 0x0A, BooleanTag = 0x10, IntegerTag = 0x18, DoubleTag = 0x21, ArrayTag = 0x2A;

    private byte[] _bytes = buffer.Bytes;
    private int _at = buffer.Length;

    public readonly int Position => _at;

    public readonly void Save() => buffer.Length = _at;

    /// <summary>The bytes of a <c>KeyValue</c>'s key.</summary>
    public static byte[] EncodeKey(string key)
    {
        var target = new ByteBuffer();
        var writer = new ProtobufWriter(target);
        writer.Text(1, key);
        writer.Save();
        return target.Written.ToArray();
    }

    public void Number(int field, ulong value)
    {
        Reserve(2 * LongestVarint);
        Put((uint)(field << 3 | Varint));
        Put(value);
    }

    public void FixedNumber(int field, ulong value)
    {
        Reserve(LongestVarint + sizeof(ulong));
        Put((uint)(field << 3 | Fixed64));
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(_at), value);
        _at += sizeof(ulong);
    }

    public void FixedNumber(int field, double value) => FixedNumber(field, BitConverter.DoubleToUInt64Bits(value));

    public void ShortFixedNumber(int field, uint value)
    {
        Reserve(LongestVarint + sizeof(uint));
        Put((uint)(field << 3 | Fixed32));
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_at), value);
        _at += sizeof(uint);
    }

    /// <summary>An id as it is written: the most significant byte first.</summary>
    public void Id(int field, ulong value)
    {
        Reserve(2 + sizeof(ulong));
        Put((uint)(field << 3 | Length));
        _bytes[_at++] = sizeof(ulong);
        PutId(value);
    }

    public void Id(int field, ulong high, ulong low)
    {
        Reserve(2 + 2 * sizeof(ulong));
        Put((uint)(field << 3 | Length));
        _bytes[_at++] = 2 * sizeof(ulong);
        PutId(high);
        PutId(low);
    }

    /// <summary>Text as UTF-8; half a surrogate pair becomes the replacement character.</summary>
    public void Text(int field, ReadOnlySpan<char> text)
    {
        Reserve(2 * LongestVarint + Most(text));
        Put((uint)(field << 3 | Length));
        PutText(text);
    }

    public void Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Reserve(2 * LongestVarint + bytes.Length);
        Put((uint)(field << 3 | Length));
        Put((uint)bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_at));
        _at += bytes.Length;
    }

    public void PackedNumbers(int field, ReadOnlySpan<long> numbers) => Bytes(field, System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers));

    public void PackedNumbers(int field, ReadOnlySpan<double> numbers) => Bytes(field, System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers));

    /// <summary>Fields that are encoded already.</summary>
    public void Raw(ReadOnlySpan<byte> fields)
    {
        Reserve(fields.Length);
        fields.CopyTo(_bytes.AsSpan(_at));
        _at += fields.Length;
    }

    /// <summary>Begins a nested message of any length.</summary>
    /// <returns>For <see cref="End"/>.</returns>
    public int Begin(int field)
    {
        Reserve(LongestVarint + PaddedLength);
        Put((uint)(field << 3 | Length));
        _at += PaddedLength;
        return _at;
    }

    public readonly void End(int begun)
    {
        var length = _at - begun;
        for (var i = PaddedLength; i > 1; i--)
        {
            _bytes[begun - i] = (byte)(length | 0x80);
            length >>= 7;
        }
        _bytes[begun - 1] = (byte)length;
    }

    /// <summary>A <c>KeyValue</c>.</summary>
    /// <param name="field">Where its parent has attributes.</param>
    /// <param name="key">From <see cref="EncodeKey"/>.</param>
    /// <param name="value">Any text.</param>
    public void Attribute(int field, byte[] key, ReadOnlySpan<char> value)
    {
        var most = Most(value);
        Reserve(key.Length + most + 4 * LongestVarint);
        Put((uint)(field << 3 | Length));
        if (key.Length + most + 4 <= LargestByte)
        {
            var begun = ++_at;
            PutKey(key);
            _bytes[_at] = ValueTag;
            _bytes[_at + 2] = TextTag;
            var length = Encoding.UTF8.GetBytes(value, _bytes.AsSpan(_at + 4));
            _bytes[_at + 1] = (byte)(length + 2);
            _bytes[_at + 3] = (byte)length;
            _at += 4 + length;
            _bytes[begun - 1] = (byte)(_at - begun);
            return;
        }
        var bytes = Encoding.UTF8.GetByteCount(value);
        var any = 1 + Size((uint)bytes) + bytes;
        Put((uint)(key.Length + 1 + Size((uint)any) + any));
        PutKey(key);
        _bytes[_at++] = ValueTag;
        Put((uint)any);
        _bytes[_at++] = TextTag;
        Put((uint)bytes);
        _at += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(_at));
    }

    public void Attribute(int field, byte[] key, long value)
    {
        BeginScalar(field, key, 1 + Size((ulong)value));
        _bytes[_at++] = IntegerTag;
        Put((ulong)value);
    }

    public void Attribute(int field, byte[] key, double value)
    {
        BeginScalar(field, key, 1 + sizeof(double));
        _bytes[_at++] = DoubleTag;
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.AsSpan(_at), value);
        _at += sizeof(double);
    }

    public void Attribute(int field, byte[] key, bool value)
    {
        BeginScalar(field, key, 2);
        _bytes[_at++] = BooleanTag;
        _bytes[_at++] = value ? (byte)1 : (byte)0;
    }

    /// <summary>An attribute by the kind of its value: text, bool, long, double, or an array of those.</summary>
    public void Attribute(int field, byte[] key, object value)
    {
        switch (value)
        {
            case string text:
                Attribute(field, key, text);
                break;
            case long integer:
                Attribute(field, key, integer);
                break;
            case double number:
                Attribute(field, key, number);
                break;
            case bool flag:
                Attribute(field, key, flag);
                break;
            case object?[] items:
                AttributeOf(field, key, items);
                break;
        }
    }

    private void AttributeOf(int field, byte[] key, object?[] items)
    {
        var pair = Begin(field);
        Reserve(key.Length);
        PutKey(key);
        var value = Begin(2);
        var array = Begin(ArrayTag >> 3);
        foreach (var item in items)
            Value(1, item);
        End(array);
        End(value);
        End(pair);
    }

    /// <summary>An <c>AnyValue</c>; empty for null.</summary>
    public void Value(int field, object? value)
    {
        var begun = Begin(field);
        switch (value)
        {
            case string text:
                Text(TextTag >> 3, text);
                break;
            case bool flag:
                Number(BooleanTag >> 3, flag ? 1ul : 0);
                break;
            case long integer:
                Number(IntegerTag >> 3, (ulong)integer);
                break;
            case double number:
                FixedNumber(DoubleTag >> 3, number);
                break;
        }
        End(begun);
    }

    private void BeginScalar(int field, byte[] key, int any)
    {
        Reserve(key.Length + 5 * LongestVarint);
        Put((uint)(field << 3 | Length));
        Put((uint)(key.Length + 2 + any));
        PutKey(key);
        _bytes[_at++] = ValueTag;
        _bytes[_at++] = (byte)any;
    }

    private void PutKey(byte[] key)
    {
        key.CopyTo(_bytes, _at);
        _at += key.Length;
    }

    private void PutId(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_bytes.AsSpan(_at), value);
        _at += sizeof(ulong);
    }

    private void PutText(ReadOnlySpan<char> text)
    {
        if (Most(text) <= LargestByte)
        {
            var length = Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_at + 1));
            _bytes[_at] = (byte)length;
            _at += 1 + length;
            return;
        }
        Put((uint)Encoding.UTF8.GetByteCount(text));
        _at += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_at));
    }

    private void Put(ulong value)
    {
        while (value > LargestByte)
        {
            _bytes[_at++] = (byte)(value | 0x80);
            value >>= 7;
        }
        _bytes[_at++] = (byte)value;
    }

    // A character takes three bytes at most.
    private static int Most(ReadOnlySpan<char> text) => text.Length * 3;

    private static int Size(ulong value)
    {
        var size = 1;
        for (; value > LargestByte; value >>= 7)
            size++;
        return size;
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _at >= count)
            return;
        buffer.Length = _at;
        _bytes = buffer.Reserve(count);
    }
}
