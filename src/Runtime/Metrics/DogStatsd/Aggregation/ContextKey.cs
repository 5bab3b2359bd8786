using System.Numerics;
using System.Runtime.InteropServices;

using DdRun.Metrics.DogStatsd.Lines;

namespace DdRun.Metrics.DogStatsd.Aggregation;

/// <summary>What tells one time series of the app from another.</summary>
internal readonly ref struct ContextKey(MetricKind kind, string name, ReadOnlySpan<string> tags, double rate)
{
    private const ulong Factor = 0x9E3779B97F4A7C15;

    // Tags may come from outside: nobody should be able to aim at one slot.
    private static readonly ulong s_seed = (ulong)Random.Shared.NextInt64();

    public MetricKind Kind { get; } = kind;

    public string Name { get; } = name;

    public ReadOnlySpan<string> Tags { get; } = tags;

    public double Rate { get; } = rate;

    // string.GetHashCode costs several times as much for names of this length.
    public int Hash()
    {
        var hash = Mix(s_seed + (ulong)Kind, Name);
        foreach (var tag in Tags)
            hash = Mix(hash, tag);
        return (int)(hash >> 32);
    }

    private static ulong Mix(ulong hash, string? text)
    {
        var bytes = MemoryMarshal.AsBytes(text.AsSpan());
        hash ^= (ulong)bytes.Length;
        while (bytes.Length >= sizeof(ulong))
        {
            hash = BitOperations.RotateLeft((hash ^ MemoryMarshal.Read<ulong>(bytes)) * Factor, 29);
            bytes = bytes[sizeof(ulong)..];
        }
        ulong rest = 0;
        foreach (var b in bytes)
            rest = (rest << 8) | b;
        return BitOperations.RotateLeft((hash ^ rest) * Factor, 29) * Factor;
    }
}
