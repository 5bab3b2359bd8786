using System.Numerics;
using System.Runtime.InteropServices;

namespace DdRun.Export.Datadog.Stats.Obfuscation;

/// <summary>Hashes faster than the usual comparer, and not against texts made to collide: for tables so small that those do no harm.</summary>
internal sealed class QuickTextComparer : IEqualityComparer<string>
{
    public static readonly QuickTextComparer Instance = new();

    public bool Equals(string? x, string? y) => string.Equals(x, y);

    public int GetHashCode(string obj)
    {
        var words = MemoryMarshal.Cast<char, ulong>(obj);
        // Two sums, so that one need not wait for the other.
        var even = (uint)obj.Length;
        var odd = 0u;
        var i = 0;
        for (; i + 1 < words.Length; i += 2)
        {
            even = BitOperations.Crc32C(even, words[i]);
            odd = BitOperations.Crc32C(odd, words[i + 1]);
        }
        if (i < words.Length)
            even = BitOperations.Crc32C(even, words[i]);
        foreach (var character in obj.AsSpan(words.Length * (sizeof(ulong) / sizeof(char))))
            odd = BitOperations.Crc32C(odd, (ushort)character);
        return (int)(even ^ BitOperations.RotateLeft(odd, 16));
    }
}
