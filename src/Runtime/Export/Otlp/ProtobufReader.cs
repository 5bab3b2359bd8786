using System.Buffers.Binary;

namespace DdRun.Export.Otlp;

/// <summary>Reads protobuf fields one after the other.</summary>
internal static class ProtobufReader
{
    private const int LongestVarint = 10;

    /// <returns>False at the end.</returns>
    /// <exception cref="FormatException">What comes is no protobuf.</exception>
    public static bool TryRead(ref ReadOnlySpan<byte> message, out int field, out ulong number, out ReadOnlySpan<byte> content)
    {
        field = 0;
        number = 0;
        content = [];
        if (message.Length == 0)
            return false;
        var tag = ReadVarint(ref message);
        field = (int)(tag >> 3);
        switch ((int)(tag & 7))
        {
            case ProtobufWriter.Varint:
                number = ReadVarint(ref message);
                return true;
            case ProtobufWriter.Fixed64:
                number = BinaryPrimitives.ReadUInt64LittleEndian(Take(ref message, sizeof(ulong)));
                return true;
            case ProtobufWriter.Fixed32:
                number = BinaryPrimitives.ReadUInt32LittleEndian(Take(ref message, sizeof(uint)));
                return true;
            case ProtobufWriter.Length:
                content = Take(ref message, ReadVarint(ref message));
                return true;
            default:
                throw new FormatException("An unknown kind of field.");
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> message, ulong length)
    {
        if (length > (ulong)message.Length)
            throw new FormatException("A field is cut off.");
        var taken = message[..(int)length];
        message = message[(int)length..];
        return taken;
    }

    private static ulong ReadVarint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (var i = 0; i < LongestVarint && i < message.Length; i++)
        {
            value |= (ulong)(message[i] & 0x7F) << (i * 7);
            if (message[i] > 0x7F)
                continue;
            message = message[(i + 1)..];
            return value;
        }
        throw new FormatException("A number is cut off.");
    }
}
