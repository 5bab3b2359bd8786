using System.Buffers.Binary;
using DdRun.Instrumentation.Text;

namespace DdRun.Instrumentation.Caching;

/// <summary>The envelope of a cached plan: <c>u32</c> magic, <c>u32</c> format, <c>u64</c> hash of the rest seeded by the key, then the plan.</summary>
internal static class CacheEntry
{
    public const int HeaderSize = 16;

    private const uint Magic = 0x43524444;
    private const uint Format = 1;

    public static byte[] Seal(ReadOnlySpan<byte> plan, ulong seed)
    {
        var entry = new byte[HeaderSize + plan.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(4), Format);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(8), Hash64.Of(plan, seed));
        plan.CopyTo(entry.AsSpan(HeaderSize));
        return entry;
    }

    /// <summary>The plan in a sealed entry, or false when it is not exactly what was sealed.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> entry, ulong seed, out ReadOnlySpan<byte> plan)
    {
        plan = default;
        if (entry.Length < HeaderSize)
            return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(entry) != Magic || BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]) != Format)
            return false;
        var content = entry[HeaderSize..];
        if (BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]) != Hash64.Of(content, seed))
            return false;
        plan = content;
        return true;
    }
}
