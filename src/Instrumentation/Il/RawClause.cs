using System.Buffers.Binary;

namespace DdRun.Instrumentation.Il;

/// <summary>A clause of a method's exception table. A class: lists of a value type of ours are not precompiled.</summary>
internal sealed record RawClause(int Kind, int TryStart, int TryEnd, int HandlerStart, int HandlerEnd, uint TokenOrFilter)
{
    public const int Catch = 0, Filter = 1, Finally = 2, Fault = 4;

    public bool IsWithin(int size) =>
        TryStart >= 0 && TryStart <= TryEnd && TryEnd <= size && HandlerStart >= 0 && HandlerStart <= HandlerEnd && HandlerEnd <= size &&
        (Kind != Filter || TokenOrFilter <= size);

    public static RawClause Read(ReadOnlySpan<byte> bytes, bool isFat)
    {
        if (isFat)
        {
            var start = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
            var handler = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
            return new(BinaryPrimitives.ReadInt32LittleEndian(bytes) & 7, start, start + BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]), handler,
                handler + BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]));
        }
        int tryStart = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]), handlerStart = BinaryPrimitives.ReadUInt16LittleEndian(bytes[5..]);
        return new(bytes[0] & 7, tryStart, tryStart + bytes[4], handlerStart, handlerStart + bytes[7], BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
    }
}
