using System.Runtime.CompilerServices;

namespace DdRun.Tracing;

/// <summary>Random 64-bit ids from a generator of each thread's own: no lock, and no operating system call after the seed.</summary>
internal sealed class IdGenerator
{
    [ThreadStatic]
    private static IdGenerator? t_current;

    private ulong _state;
    private readonly ulong _step;

    private IdGenerator()
    {
        // Guid.NewGuid asks the operating system; System.Security.Cryptography would load OpenSSL into the target.
        Span<byte> seed = stackalloc byte[32];
        Guid.NewGuid().TryWriteBytes(seed);
        Guid.NewGuid().TryWriteBytes(seed[16..]);
        var (a, b, c, d) = (BitConverter.ToUInt64(seed), BitConverter.ToUInt64(seed[8..]), BitConverter.ToUInt64(seed[16..]), BitConverter.ToUInt64(seed[24..]));
        // A Guid has fixed version and variant bits: fold the halves so that every bit varies.
        _state = a ^ (d << 7) ^ (d >> 57);
        _step = (b ^ (c << 13) ^ (c >> 51)) | 1;
    }

    /// <summary>Never zero, which means "none" on the wire. Two for less than twice the price of one: finding the thread's generator is the greater part of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (ulong First, ulong Second) NextTwo()
    {
        var generator = t_current ?? Create();
        return (generator.Draw(), generator.Draw());
    }

    /// <summary>The id of a span from that of its local root and a number of its own there: another one for each number, and as random as the root's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Derive(ulong root, int number) => Mix(root + (ulong)number * 0x9E3779B97F4A7C15) is var id and not 0 ? id : root ^ 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Draw()
    {
        ulong id;
        do
            id = Mix(_state += _step);
        while (id == 0);
        return id;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IdGenerator Create() => t_current = new IdGenerator();
}
