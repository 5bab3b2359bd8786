namespace DdRun.Runtime.Tests.Vectors;

/// <summary>Field numbers of a protobuf message and their raw contents.</summary>
internal static class ProtobufFields
{
    public static SortedDictionary<int, byte[]> Of(byte[] message)
    {
        var fields = new SortedDictionary<int, byte[]>();
        for (var position = 0; position < message.Length;)
        {
            var tag = Varint(message, ref position);
            var length = (tag & 7) switch
            {
                0 => LengthOfVarint(message, position),
                1 => 8,
                2 => Varint(message, ref position),
                _ => throw new InvalidDataException($"wire type {tag & 7}"),
            };
            fields[tag >> 3] = message[position..(position + length)];
            position += length;
        }
        return fields;
    }

    private static int Varint(byte[] message, ref int position)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[position++];
            value |= (part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }

    private static int LengthOfVarint(byte[] message, int position)
    {
        var start = position;
        Varint(message, ref position);
        return position - start;
    }
}
