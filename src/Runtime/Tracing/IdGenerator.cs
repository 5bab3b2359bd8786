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

    /// <summary>Never zero: zero means "none" on the wire.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Next()
    {
        var generator = t_current ?? Create();
        ulong id;
        do
        {
            var z = generator._state += generator._step;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            id = z ^ (z >> 31);
        }
        while (id == 0);
        return id;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IdGenerator Create() => t_current = new IdGenerator();
}
