namespace DdRun.Instrumentation.Plans;

/// <summary>A signature whose types may be items of the plan.</summary>
internal sealed class PlanBlob
{
    // Not a list: over bytes its methods for spans are not precompiled.
    private byte[] _bytes = new byte[24];
    private int _count;
    private List<PlanRelocation>? _relocations;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _count);
    public IReadOnlyList<PlanRelocation> Relocations => _relocations ?? (IReadOnlyList<PlanRelocation>)[];

    public PlanBlob Add(byte value)
    {
        Take(1)[0] = value;
        return this;
    }

    public PlanBlob Add(params ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Take(bytes.Length));
        return this;
    }

    /// <summary>A compressed unsigned number.</summary>
    public PlanBlob Number(int value)
    {
        if (value < 0x80)
            return Add((byte)value);
        return value < 0x4000
            ? Add((byte)(0x80 | value >> 8)).Add((byte)value)
            : Add((byte)(0xC0 | value >> 24)).Add((byte)(value >> 16)).Add((byte)(value >> 8)).Add((byte)value);
    }

    /// <summary>A compressed signed number: its sign is its last bit.</summary>
    public PlanBlob SignedNumber(int value)
    {
        var bits = value is >= -0x40 and < 0x40 ? 7 : value is >= -0x2000 and < 0x2000 ? 14 : 29;
        var rotated = (value << 1 | value >>> 31) & ((1 << bits) - 1);
        return bits switch
        {
            7 => Add((byte)rotated),
            14 => Add((byte)(0x80 | rotated >> 8)).Add((byte)rotated),
            _ => Add((byte)(0xC0 | rotated >> 24)).Add((byte)(rotated >> 16)).Add((byte)(rotated >> 8)).Add((byte)rotated),
        };
    }

    /// <summary>The coded token of a type.</summary>
    public PlanBlob Type(PlanReference type)
    {
        if (type.IsItem)
        {
            (_relocations ??= []).Add(new(_count, type));
            return this;
        }
        var tag = (type.Value >> 24) switch { 0x02 => 0u, 0x01 => 1u, _ => 2u };
        return Number((int)((type.Value & 0x00FFFFFF) << 2 | tag));
    }

    public PlanBlob Append(PlanBlob other)
    {
        foreach (var relocation in other._relocations ?? [])
            (_relocations ??= []).Add(relocation with { Offset = relocation.Offset + _count });
        return Add(other.Bytes);
    }

    /// <summary>Equal for equal blobs. One character a byte: keys are compared, not read.</summary>
    public string Key(char kind)
    {
        var key = new char[1 + _count + 3 * (_relocations?.Count ?? 0)];
        key[0] = kind;
        var at = 1;
        foreach (var value in Bytes)
            key[at++] = (char)value;
        foreach (var (offset, reference) in _relocations ?? [])
        {
            key[at++] = (char)(0x100 + offset);
            key[at++] = (char)(reference.Value >> 16);
            key[at++] = (char)reference.Value;
        }
        return new string(key);
    }

    private Span<byte> Take(int count)
    {
        if (_count + count > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _count + count));
        _count += count;
        return _bytes.AsSpan(_count - count, count);
    }
}
