using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace DdRun.Export.MessagePack;

/// <summary>Writes a few values into room that a <see cref="MessagePackWriter"/> has made for them all, instead of asking it for each.</summary>
internal ref struct MessagePackCursor(Span<byte> room)
{
    public const int MaxNumber = 9;

    private readonly Span<byte> _room = room;

    public int Position { get; private set; }

    /// <summary>Of less than 16 items.</summary>
    public void WriteFixArray(int count) => _room[Position++] = (byte)(MessagePackCode.FixArray | count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteUInt64(ulong value)
    {
        if (value <= 0x7F)
        {
            _room[Position++] = (byte)value;
        }
        else if (value <= uint.MaxValue)
        {
            _room[Position] = MessagePackCode.UInt32;
            BinaryPrimitives.WriteUInt32BigEndian(_room[(Position + 1)..], (uint)value);
            Position += 5;
        }
        else
        {
            _room[Position] = MessagePackCode.UInt64;
            BinaryPrimitives.WriteUInt64BigEndian(_room[(Position + 1)..], value);
            Position += 9;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteInt64(long value)
    {
        if (value >= 0)
        {
            WriteUInt64((ulong)value);
            return;
        }
        _room[Position] = MessagePackCode.Int64;
        BinaryPrimitives.WriteInt64BigEndian(_room[(Position + 1)..], value);
        Position += 9;
    }
}
