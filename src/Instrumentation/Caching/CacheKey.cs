using System.Buffers.Binary;
using System.Text;

namespace DdRun.Instrumentation.Caching;

/// <summary>What a plan depends on: the module as it is, the rules, and how plans are made.</summary>
/// <param name="Module">The module's version id.</param>
/// <param name="Rules">A hash of everything in the rules that can change a plan.</param>
/// <param name="Planner">Changes whenever the same rules would give another plan.</param>
internal readonly record struct CacheKey(Guid Module, ulong Rules, string Planner)
{
    /// <summary>Safe as a file's name.</summary>
    public string FileName => string.Concat(Hex(Module), "-", Hex(Rules)) + string.Concat("-", Hex(Hash64.Of(Encoding.UTF8.GetBytes(Planner))), ".plan");

    /// <summary>An id's digits. Its own text is made by vector code, which is not precompiled.</summary>
    public static string Hex(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return Hex(BinaryPrimitives.ReadUInt64BigEndian(bytes)) + Hex(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    // A formatted string would have every start load what formats.
    private static string Hex(ulong value)
    {
        var digits = new char[16];
        for (var i = digits.Length - 1; i >= 0; i--, value >>= 4)
            digits[i] = "0123456789abcdef"[(int)(value & 15)];
        return new(digits);
    }

    /// <summary>Stands inside of the entry: a file that was renamed is not taken for another one.</summary>
    public ulong Seed => Hash64.Of(Encoding.UTF8.GetBytes(FileName));
}
