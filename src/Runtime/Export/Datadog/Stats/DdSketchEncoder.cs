using System.Buffers.Binary;

namespace DdRun.Export.Datadog.Stats;

/// <summary>A sketch as the protobuf message that the agent's side reads.</summary>
internal static class DdSketchEncoder
{
    private const byte Double = 1, LengthDelimited = 2;

    public static byte[] Encode(DdSketch sketch)
    {
        var store = Store(sketch);
        using var output = new MemoryStream();
        output.WriteByte(Tag(1, LengthDelimited));
        WriteVarint(output, 18);
        output.WriteByte(Tag(1, Double));
        WriteDouble(output, DdSketch.Gamma);
        output.WriteByte(Tag(2, Double));
        WriteDouble(output, DdSketch.IndexOffset);
        output.WriteByte(Tag(2, LengthDelimited));
        WriteVarint(output, (uint)store.Length);
        output.Write(store);
        // No negative values.
        output.WriteByte(Tag(3, LengthDelimited));
        WriteVarint(output, 0);
        if (sketch.ZeroCount > 0)
        {
            output.WriteByte(Tag(4, Double));
            WriteDouble(output, sketch.ZeroCount);
        }
        return output.ToArray();
    }

    private static byte[] Store(DdSketch sketch)
    {
        if (sketch.Bins.IsEmpty)
            return [];
        using var output = new MemoryStream();
        output.WriteByte(Tag(2, LengthDelimited));
        WriteVarint(output, (uint)sketch.Bins.Length * sizeof(double));
        foreach (var count in sketch.Bins)
            WriteDouble(output, count);
        if (sketch.Offset == 0)
            return output.ToArray();
        output.WriteByte(Tag(3, 0));
        WriteVarint(output, (uint)((sketch.Offset << 1) ^ (sketch.Offset >> 31)));
        return output.ToArray();
    }

    private static byte Tag(int field, byte wireType) => (byte)(field << 3 | wireType);

    private static void WriteDouble(MemoryStream output, double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        output.Write(bytes);
    }

    private static void WriteVarint(MemoryStream output, uint value)
    {
        for (; value >= 0x80; value >>= 7)
            output.WriteByte((byte)(value | 0x80));
        output.WriteByte((byte)value);
    }
}
