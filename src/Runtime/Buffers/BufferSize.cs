namespace DdRun.Buffers;

/// <summary>How buffers for payloads grow.</summary>
internal static class BufferSize
{
    /// <summary>The largest, in bytes, that the garbage collector takes for a small object.</summary>
    public const int Small = 64 << 10;

    /// <summary>What holds nearly every payload, in bytes.</summary>
    public const int Usual = (1 << 18) + (1 << 16);

    /// <summary>
    /// Twice as much, and beyond small objects all that is usual at once: each step between would stay in memory until the collector looks at large
    /// objects, which is rarely. What is not written to takes no memory.
    /// </summary>
    /// <param name="size">What it has, in bytes.</param>
    /// <param name="needed">What it needs, in bytes.</param>
    public static long After(long size, long needed)
    {
        var next = Math.Max(size * 2, needed);
        return next is > Small and < Usual ? Usual : next;
    }
}
