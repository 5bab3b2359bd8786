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
        Span<ulong> seed = stackalloc ulong[4];
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(seed);
        Guid.NewGuid().TryWriteBytes(bytes);
        Guid.NewGuid().TryWriteBytes(bytes[16..]);
        // A Guid has fixed version and variant bits: fold the halves so that every bit varies.
        _state = seed[0] ^ (seed[3] << 7) ^ (seed[3] >> 57);
        _step = (seed[1] ^ (seed[2] << 13) ^ (seed[2] >> 51)) | 1;
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
