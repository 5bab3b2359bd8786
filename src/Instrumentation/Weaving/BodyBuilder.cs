using System.Buffers.Binary;

namespace DdRun.Instrumentation.Weaving;

/// <summary>Puts a method body together: code, locals, exception table.</summary>
internal sealed class BodyBuilder(PlanItems items, ProbeMembers probes, byte[] originalLocals)
{
    private readonly List<PlanBlob> _locals = [];
    private readonly int _originalCount = CountLocals(originalLocals);

    public IlWriter Il { get; } = new();
    public PlanItems Items { get; } = items;
    public ProbeMembers Probes { get; } = probes;
    public List<WovenClause> Clauses { get; } = [];

    public int AddLocal(PlanBlob type)
    {
        _locals.Add(type);
        return _originalCount + _locals.Count - 1;
    }

    public static bool CanTake(byte[] originalLocals, int more) => CountLocals(originalLocals) + more < 0xFFFE;

    public PlanMethod Build(uint token, int maxStack, bool initLocals)
    {
        Il.Resolve();
        var code = Il.Code;
        var sections = (12 + code.Length + 3) & ~3;
        var body = new byte[Clauses.Count == 0 ? 12 + code.Length : sections + 4 + 24 * Clauses.Count];
        var flags = 0x3003 | (initLocals ? 0x10 : 0) | (Clauses.Count > 0 ? 0x08 : 0);
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)flags);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(2), (ushort)Math.Min(maxStack, ushort.MaxValue));
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(4), code.Length);
        code.CopyTo(body.AsSpan(12));
        var relocations = new List<PlanRelocation>(Il.Relocations.Count + 1);
        if (_originalCount + _locals.Count > 0)
            relocations.Add(new(8, Items.Signature(Locals())));
        foreach (var relocation in Il.Relocations)
            relocations.Add(relocation with { Offset = relocation.Offset + 12 });
        if (Clauses.Count > 0)
            WriteClauses(body.AsSpan(sections));
        var sites = Il.Sites.ToArray();
        for (var i = 0; i < sites.Length; i++)
            sites[i] += 12;
        return new PlanMethod(token, body, [.. relocations], sites) { Map = Il.Map, Listing = Il.Listing };
    }

    private void WriteClauses(Span<byte> section)
    {
        BinaryPrimitives.WriteInt32LittleEndian(section, (4 + 24 * Clauses.Count) << 8 | 0x41);
        for (var i = 0; i < Clauses.Count; i++)
        {
            var clause = Clauses[i];
            var at = section[(4 + 24 * i)..];
            BinaryPrimitives.WriteInt32LittleEndian(at, clause.Kind);
            BinaryPrimitives.WriteInt32LittleEndian(at[4..], clause.TryStart.Offset);
            BinaryPrimitives.WriteInt32LittleEndian(at[8..], clause.TryEnd.Offset - clause.TryStart.Offset);
            BinaryPrimitives.WriteInt32LittleEndian(at[12..], clause.HandlerStart.Offset);
            BinaryPrimitives.WriteInt32LittleEndian(at[16..], clause.HandlerEnd.Offset - clause.HandlerStart.Offset);
            BinaryPrimitives.WriteUInt32LittleEndian(at[20..], clause.Filter is { } filter ? (uint)filter.Offset : clause.Token);
        }
    }

    private PlanBlob Locals()
    {
        var blob = new PlanBlob().Add(0x07).Number(_originalCount + _locals.Count);
        if (originalLocals.Length > 0)
        {
            var reader = new SignatureReader(originalLocals);
            reader.Byte();
            reader.Number();
            blob.Add(originalLocals.AsSpan(reader.Position));
        }
        foreach (var local in _locals)
            blob.Append(local);
        return blob;
    }

    private static int CountLocals(byte[] signature)
    {
        if (signature.Length == 0)
            return 0;
        var reader = new SignatureReader(signature);
        reader.Byte();
        return reader.Number();
    }
}
