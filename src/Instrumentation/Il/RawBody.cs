using System.Buffers.Binary;

namespace DdRun.Instrumentation.Il;

/// <summary>A method body as it lies in the image: what Cecil loses of tokens is here.</summary>
internal sealed class RawBody
{
    public required byte[] Code { get; init; }
    public required int MaxStack { get; init; }
    public required bool InitLocals { get; init; }

    /// <summary>Token of the signature of its locals, or zero.</summary>
    public required uint Locals { get; init; }

    public required RawClause[] Clauses { get; init; }

    /// <summary>The bytes begin with the body's header and may go on after its end.</summary>
    public static RawBody? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0)
            return null;
        if ((bytes[0] & 3) == 2)
        {
            var length = bytes[0] >> 2;
            return 1 + length > bytes.Length
                ? null
                : new RawBody { Code = bytes.Slice(1, length).ToArray(), MaxStack = 8, InitLocals = false, Locals = 0, Clauses = [] };
        }
        if ((bytes[0] & 3) != 3 || bytes.Length < 12)
            return null;
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        var size = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (size < 0 || size > bytes.Length - 12)
            return null;
        var clauses = Array.Empty<RawClause>();
        if ((flags & 8) != 0 && (!TryReadClauses(bytes, 12 + size, out clauses) || !Array.TrueForAll(clauses, clause => clause.IsWithin(size))))
            return null;
        return new RawBody
        {
            Code = bytes.Slice(12, size).ToArray(),
            MaxStack = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]),
            InitLocals = (flags & 0x10) != 0,
            Locals = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]),
            Clauses = clauses,
        };
    }

    private static bool TryReadClauses(ReadOnlySpan<byte> bytes, int at, out RawClause[] clauses)
    {
        var all = new List<RawClause>();
        clauses = [];
        while (true)
        {
            at = (at + 3) & ~3;
            if (at + 4 > bytes.Length)
                return false;
            var kind = bytes[at];
            var isFat = (kind & 0x40) != 0;
            var size = isFat ? BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]) >>> 8 : bytes[at + 1];
            var count = (kind & 0x3F) == 1 ? size / (isFat ? 24 : 12) : 0;
            if (at + 4 + count * (isFat ? 24 : 12) > bytes.Length)
                return false;
            for (var i = 0; i < count; i++)
                all.Add(RawClause.Read(bytes[(at + 4 + i * (isFat ? 24 : 12))..], isFat));
            if ((kind & 0x80) == 0)
                break;
            at += Math.Max(4, size);
        }
        clauses = [.. all];
        return true;
    }
}
