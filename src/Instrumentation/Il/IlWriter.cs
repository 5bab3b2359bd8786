using System.Buffers.Binary;
using System.Reflection.Metadata;
using DdRun.Instrumentation.Plans;

namespace DdRun.Instrumentation.Il;

/// <summary>Writes IL: branches in their long form, operands as tokens or relocations.</summary>
internal sealed class IlWriter
{
    private readonly IntBuffer _branches = new();
    private readonly List<Label> _targets = [];
    private byte[] _code = new byte[512];

    public int Length { get; private set; }

    /// <summary>Pairs: an offset, and the value of the reference that belongs there.</summary>
    public IntBuffer Relocations { get; } = new();

    public IntBuffer Sites { get; } = new();

    /// <summary>Pairs: the offset of an original instruction, and of what has become of it.</summary>
    public IntBuffer Map { get; } = new();

    /// <summary>Set when somebody wants to read what is written.</summary>
    public List<IlLine>? Listing { get; set; }

    /// <summary>What references are called in the listing.</summary>
    public Func<PlanReference, string>? Describe { get; set; }

    public ReadOnlySpan<byte> Code => _code.AsSpan(0, Length);

    public void Reset()
    {
        Length = 0;
        _branches.Clear();
        _targets.Clear();
        Relocations.Clear();
        Sites.Clear();
        Map.Clear();
        (Listing, Describe) = (null, null);
    }

    public void Mark(Label label) => label.Offset = Length;

    public void Raw(ReadOnlySpan<byte> bytes, string? text = null)
    {
        if (text is not null)
            Listing?.Add(new(Length, text));
        bytes.CopyTo(Take(bytes.Length));
    }

    public void Op(IlCode code)
    {
        Listing?.Add(new(Length, Name(code)));
        Write(code);
    }

    private void Write(IlCode code)
    {
        if ((int)code > 0xFF)
            Take(1)[0] = 0xFE;
        Take(1)[0] = (byte)code;
    }

    public void Op(IlCode code, PlanReference operand)
    {
        Listing?.Add(new(Length, $"{Name(code)} {Describe?.Invoke(operand)}"));
        Write(code);
        if (operand.IsItem)
        {
            Relocations.Add(Length);
            Relocations.Add((int)operand.Value);
        }
        BinaryPrimitives.WriteUInt32LittleEndian(Take(4), operand.Value);
    }

    public void Branch(IlCode code, Label target)
    {
        Listing?.Add(new(Length, Name(code), [target]));
        Write(code);
        Open(Length + 4, target);
    }

    public void Switch(IReadOnlyList<Label> targets)
    {
        Listing?.Add(new(Length, "switch", targets));
        Write(IlCode.Switch);
        BinaryPrimitives.WriteInt32LittleEndian(Take(4), targets.Count);
        var from = Length + 4 * targets.Count;
        foreach (var target in targets)
            Open(from, target);
    }

    public void Number(int value)
    {
        if (value is >= -1 and <= 8)
        {
            Listing?.Add(new(Length, $"ldc.i4.{value}"));
            Write((IlCode)((int)IlCode.LdcI40 + value));
            return;
        }
        Listing?.Add(new(Length, $"ldc.i4 {value}"));
        Write(IlCode.LdcI4);
        BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);
    }

    public void Long(long value)
    {
        Listing?.Add(new(Length, $"ldc.i8 {value}"));
        Write(IlCode.LdcI8);
        BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);
    }

    public void Real(double value)
    {
        Listing?.Add(new(Length, $"ldc.r8 {value:R}"));
        Write(IlCode.LdcR8);
        BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value);
    }

    /// <summary>The number of a site, always in four bytes: it is filled in when the plan is handed over.</summary>
    public void Site(int local)
    {
        Listing?.Add(new(Length, $"ldc.i4 site {local}"));
        Write(IlCode.LdcI4);
        Sites.Add(Length);
        BinaryPrimitives.WriteInt32LittleEndian(Take(4), local);
    }

    public void Local(IlCode code, int index)
    {
        Listing?.Add(new(Length, $"{Name(code)} {index}"));
        Write(code);
        BinaryPrimitives.WriteUInt16LittleEndian(Take(2), (ushort)index);
    }

    public void Resolve()
    {
        var branches = _branches.Numbers;
        for (var i = 0; i < _targets.Count; i++)
            BinaryPrimitives.WriteInt32LittleEndian(_code.AsSpan(branches[2 * i]), _targets[i].Offset - branches[2 * i + 1]);
    }

    private void Open(int from, Label target)
    {
        _branches.Add(Length);
        _branches.Add(from);
        _targets.Add(target);
        Take(4);
    }

    // Branches are written in their long form, which may have no name of its own among those that weaving adds.
    private static string Name(IlCode code) =>
        ((ILOpCode)((int)code > 0xFF ? 0xFE00 | (byte)code : (int)code)).ToString().ToLowerInvariant().Replace('_', '.');

    private Span<byte> Take(int count)
    {
        if (Length + count > _code.Length)
            Array.Resize(ref _code, Math.Max(_code.Length * 2, Length + count));
        var taken = _code.AsSpan(Length, count);
        Length += count;
        return taken;
    }
}
