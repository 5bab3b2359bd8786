using System.Buffers.Binary;
using System.Reflection.Metadata;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Plans;

namespace DdRun.Instrumentation.Il;

/// <summary>Puts a method body together: code, locals, exception table.</summary>
internal sealed class BodyBuilder(PlanItems items, ProbeMembers probes, byte[] originalLocals, Workspace workspace)
{
    private const int Header = 12;

    private readonly List<PlanBlob> _locals = [];
    private readonly int _originalCount = CountLocals(originalLocals);

    public IlWriter Il { get; } = workspace.Il;
    public PlanItems Items { get; } = items;
    public ProbeMembers Probes { get; } = probes;
    public List<WovenClause> Clauses { get; } = workspace.Clauses;

    public int AddLocal(PlanBlob type)
    {
        _locals.Add(type);
        return _originalCount + _locals.Count - 1;
    }

    public static bool CanTake(byte[] originalLocals, int more) => CountLocals(originalLocals) + more < 0xFFFE;

    /// <summary>The method as a plan holds it; layout: docs/weave-plan.md.</summary>
    public PlanMethod Build(uint token, int maxStack, bool initLocals)
    {
        Il.Resolve();
        var code = Il.Code;
        var sections = (Header + code.Length + 3) & ~3;
        var body = Clauses.Count == 0 ? Header + code.Length : sections + 4 + 24 * Clauses.Count;
        var hasLocals = _originalCount + _locals.Count > 0;
        var relocations = Il.Relocations.Numbers;
        var map = Il.Map.Numbers;
        var bytes = new byte[8 + body + 4 + 4 * relocations.Length + (hasLocals ? 8 : 0) + 4 + 4 * map.Length];
        var (at, start) = (0, 8);
        Write(bytes, ref at, (int)token);
        Write(bytes, ref at, body);
        var flags = 0x3003 | (initLocals ? 0x10 : 0) | (Clauses.Count > 0 ? 0x08 : 0);
        Write(bytes, ref at, flags | Math.Min(maxStack, ushort.MaxValue) << 16);
        Write(bytes, ref at, code.Length);
        code.CopyTo(bytes.AsSpan(start + Header));
        if (Clauses.Count > 0)
            WriteClauses(bytes.AsSpan(start + sections));
        at = start + body;
        Write(bytes, ref at, relocations.Length / 2 + (hasLocals ? 1 : 0));
        if (hasLocals)
        {
            Write(bytes, ref at, 8);
            Write(bytes, ref at, (int)Items.Signature(Locals()).Value);
        }
        for (var i = 0; i < relocations.Length; i += 2)
        {
            Write(bytes, ref at, relocations[i] + Header);
            Write(bytes, ref at, relocations[i + 1]);
        }
        Write(bytes, ref at, map.Length / 2);
        foreach (var offset in map)
            Write(bytes, ref at, offset);
        var sites = Il.Sites.Numbers.ToArray();
        for (var i = 0; i < sites.Length; i++)
            sites[i] += start + Header;
        return new PlanMethod(token, bytes, sites) { Listing = Il.Listing is { } lines ? [.. lines.Select(line => line.ToString()), .. Clauses.Select(Region)] : null };
    }

    private string Region(WovenClause clause) => IlLine.Region(
        (ExceptionRegionKind)clause.Kind, clause.TryStart.Offset, clause.TryEnd.Offset, clause.HandlerStart.Offset, clause.HandlerEnd.Offset,
        clause.Filter?.Offset, clause.Kind == (int)ExceptionRegionKind.Catch ? Il.Describe?.Invoke(new(clause.Token)) : null);

    private static void Write(byte[] bytes, ref int at, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
        at += 4;
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
