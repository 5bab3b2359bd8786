using System.Buffers;
using MessagePack;

namespace DdRun.Viewer.Receivers.Datadog;

/// <summary>MessagePack as tracers of many languages write it: any width of number, nil for what is absent.</summary>
internal static class MessagePackExtensions
{
    /// <summary>UTF-8 of a string, a binary or nil.</summary>
    public static ReadOnlySpan<byte> ReadUtf8(this scoped ref MessagePackReader reader)
    {
        ReadOnlySequence<byte>? bytes;
        try
        {
            bytes = reader.NextMessagePackType switch
            {
                MessagePackType.String => reader.ReadStringSequence(),
                MessagePackType.Binary => reader.ReadBytes(),
                MessagePackType.Nil => Nothing(ref reader),
                var type => throw new FormatException($"a string is expected and not a {type}"),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            // What the reader says of a length above 2 GiB.
            throw new FormatException("a string is longer than the payload");
        }

        if (bytes is not { } sequence)
            return default;
        return sequence.IsSingleSegment ? sequence.FirstSpan : sequence.ToArray();
    }

    public static ulong ReadId(this ref MessagePackReader reader) => unchecked((ulong)reader.ReadInteger());

    /// <summary>A whole number of any width, a truth value, or nil as 0.</summary>
    public static long ReadInteger(this ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Integer:
                return reader.NextCode == MessagePackCode.UInt64 ? unchecked((long)reader.ReadUInt64()) : reader.ReadInt64();
            case MessagePackType.Float:
                return (long)reader.ReadDouble();
            case MessagePackType.Boolean:
                return reader.ReadBoolean() ? 1 : 0;
            case MessagePackType.Nil:
                reader.ReadNil();
                return 0;
            default:
                throw new FormatException($"a number is expected and not a {reader.NextMessagePackType}");
        }
    }

    public static double ReadNumber(this ref MessagePackReader reader) => reader.NextMessagePackType switch
    {
        MessagePackType.Float => reader.ReadDouble(),
        MessagePackType.Integer when reader.NextCode == MessagePackCode.UInt64 => reader.ReadUInt64(),
        _ => reader.ReadInteger(),
    };

    /// <summary>Number of elements; 0 for nil.</summary>
    public static int ReadArray(this ref MessagePackReader reader) => reader.TryReadNil() ? 0 : reader.ReadArrayHeader();

    /// <summary>Number of pairs; 0 for nil.</summary>
    public static int ReadMap(this ref MessagePackReader reader) => reader.TryReadNil() ? 0 : reader.ReadMapHeader();

    /// <summary>Skips a value however deeply it is nested: in a loop, where the reader's own way takes stack for each level.</summary>
    public static void SkipValue(this ref MessagePackReader reader)
    {
        for (long left = 1; left > 0; left--)
        {
            switch (reader.NextMessagePackType)
            {
                case MessagePackType.Array:
                    left += reader.ReadArrayHeader();
                    break;
                case MessagePackType.Map:
                    left += 2L * reader.ReadMapHeader();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static ReadOnlySequence<byte>? Nothing(scoped ref MessagePackReader reader)
    {
        reader.ReadNil();
        return null;
    }
}
