using System.Runtime.InteropServices;

namespace DdRun.Instrumentation.Weaving;

/// <summary>A signature whose types may be items of the plan.</summary>
internal sealed class PlanBlob
{
    private readonly List<byte> _bytes = [];
    private readonly List<PlanRelocation> _relocations = [];

    public ReadOnlySpan<byte> Bytes => CollectionsMarshal.AsSpan(_bytes);
    public IReadOnlyList<PlanRelocation> Relocations => _relocations;

    public PlanBlob Add(byte value)
    {
        _bytes.Add(value);
        return this;
    }

    public PlanBlob Add(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>A compressed unsigned number.</summary>
    public PlanBlob Number(int value)
    {
        if (value < 0x80)
            return Add((byte)value);
        return value < 0x4000
            ? Add((byte)(0x80 | value >> 8), (byte)value)
            : Add((byte)(0xC0 | value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value);
    }

    /// <summary>The coded token of a type.</summary>
    public PlanBlob Type(PlanReference type)
    {
        if (type.IsItem)
        {
            _relocations.Add(new(_bytes.Count, type));
            return this;
        }
        var tag = (type.Value >> 24) switch { 0x02 => 0u, 0x01 => 1u, _ => 2u };
        return Number((int)((type.Value & 0x00FFFFFF) << 2 | tag));
    }

    public PlanBlob Append(PlanBlob other)
    {
        foreach (var relocation in other._relocations)
            _relocations.Add(relocation with { Offset = relocation.Offset + _bytes.Count });
        _bytes.AddRange(other._bytes);
        return this;
    }

    /// <summary>Equal for equal blobs.</summary>
    public string Key
    {
        get
        {
            // One character a byte: keys are compared, not read.
            var text = string.Create(_bytes.Count, _bytes, static (characters, bytes) =>
            {
                for (var i = 0; i < characters.Length; i++)
                    characters[i] = (char)bytes[i];
            });
            if (_relocations.Count == 0)
                return text;
            var key = new System.Text.StringBuilder(text);
            foreach (var (offset, reference) in _relocations)
                key.Append('|').Append(offset).Append(':').Append(reference.Value);
            return key.ToString();
        }
    }
}
