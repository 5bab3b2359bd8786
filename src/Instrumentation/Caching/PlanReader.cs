using System.Buffers.Binary;
using System.Text;

namespace DdRun.Instrumentation.Caching;

/// <summary>Reads what a <see cref="BinaryWriter"/> has written, without the stream and the reader that every start would have to load.</summary>
/// <remarks>Throws <see cref="InvalidDataException"/> where the bytes end too early.</remarks>
internal ref struct PlanReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    public readonly bool IsAtEnd => _left.Length == 0;

    public byte Byte() => Take(1)[0];

    public bool Boolean() => Byte() != 0;

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public string String() => Encoding.UTF8.GetString(Take(Length()));

    /// <summary>Null where the writer had none.</summary>
    public string? Text() => Boolean() ? String() : null;

    public string[] Strings()
    {
        var strings = new string[Count(1)];
        for (var i = 0; i < strings.Length; i++)
            strings[i] = String();
        return strings;
    }

    /// <summary>How many items follow. Only believed as far as there are bytes for them.</summary>
    /// <param name="smallest">The bytes of an item at least.</param>
    public int Count(int smallest)
    {
        var count = Int32();
        return count >= 0 && count <= _left.Length / smallest ? count : throw new InvalidDataException();
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_left.Length)
            throw new InvalidDataException();
        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }

    private int Length()
    {
        var length = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var bits = Byte();
            length |= (bits & 0x7F) << shift;
            if (bits < 0x80)
                return length;
        }
        throw new InvalidDataException();
    }
}
