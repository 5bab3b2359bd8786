using System.Buffers.Binary;
using System.Text;

namespace DdRun.Launcher.Launch;

/// <summary>The little that an executable's header tells: for which C library and processor, and whether it is compiled ahead of time.</summary>
/// <param name="Rid">The runtime identifier that its native libraries must have.</param>
/// <param name="IsNativeAot">True for a .NET program without a .NET runtime: there is nothing to trace it with.</param>
/// <param name="Bundle">Where a single-file program lists its files; 0 in any other.</param>
internal sealed record ElfImage(string Rid, bool IsNativeAot, long Bundle)
{
    private const uint Loaded = 1, Interpreter = 3, Writable = 2;

    // SHA-256 of ".net core bundle".
    private static ReadOnlySpan<byte> BundleMark =>
    [
        0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38, 0x72, 0x7b, 0x93, 0x02, 0x14, 0xd7, 0xa0, 0x32,
        0x13, 0xf5, 0xb9, 0xe6, 0xef, 0xae, 0x33, 0x18, 0xee, 0x3b, 0x2d, 0xce, 0x24, 0xb3, 0x6a, 0xae,
    ];

    /// <summary>The program that loads it, which is the C library's; null where none is needed.</summary>
    public string? Loader { get; init; }

    public static ElfImage? Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Read(stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ElfImage? Read(FileStream stream)
    {
        if (Block(stream, 0, 64) is not { } header || !header.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8))
            return null;

        var machine = U16(header, 18) switch { 62 => "x64", 183 => "arm64", 40 => "arm", var other => $"machine{other}" };
        var segments = ReadSegments(stream, header);
        var loader = ReadInterpreter(stream, segments);
        // Musl is told by the loader in use and not by the distribution's name. A static program has none.
        var libc = loader?.Contains("musl", StringComparison.Ordinal) == true ? "linux-musl-" : "linux-";
        return new(libc + machine, HasManagedSections(stream, header), FindBundle(stream, header, segments)) { Loader = loader };
    }

    private static List<Segment> ReadSegments(FileStream stream, byte[] header)
    {
        var segments = new List<Segment>();
        if (Block(stream, U64(header, 32), U16(header, 54) * U16(header, 56)) is not { } programHeaders)
            return segments;
        for (int at = 0, size = U16(header, 54); size >= 56 && at + size <= programHeaders.Length; at += size)
            segments.Add(new(U32(programHeaders, at), U32(programHeaders, at + 4), U64(programHeaders, at + 8), U64(programHeaders, at + 32)));
        return segments;
    }

    private static string? ReadInterpreter(FileStream stream, List<Segment> segments)
    {
        foreach (var segment in segments)
        {
            if (segment.Type != Interpreter)
                continue;
            var path = Block(stream, segment.Offset, (int)Math.Min(segment.Length, 4096));
            return path is null ? null : Encoding.UTF8.GetString(path).TrimEnd('\0');
        }

        return null;
    }

    private static bool HasManagedSections(FileStream stream, byte[] header)
    {
        int size = U16(header, 58), count = U16(header, 60), names = U16(header, 62);
        if (size < 64 || names >= count || Block(stream, U64(header, 40), size * count) is not { } sections)
            return false;
        var table = names * size;
        if (U64(sections, table + 32) > 1 << 20)
            return false;
        return Block(stream, U64(sections, table + 24), (int)U64(sections, table + 32)) is { } text
            && text.AsSpan().IndexOf("\0__managedcode\0"u8) >= 0;
    }

    private static long FindBundle(FileStream stream, byte[] header, List<Segment> segments)
    {
        // The sections' headers are the last of an ordinary program, and cheaper to look at than its data.
        if (stream.Length <= (long)U64(header, 40) + U16(header, 58) * U16(header, 60))
            return 0;
        foreach (var segment in segments)
        {
            if (segment.Type != Loaded || (segment.Flags & Writable) == 0 || segment.Length > 1 << 24)
                continue;
            if (Block(stream, segment.Offset, (int)segment.Length) is not { } data)
                continue;
            var mark = data.AsSpan().IndexOf(BundleMark);
            if (mark >= sizeof(long) && U64(data, mark - sizeof(long)) is var offset && offset < (ulong)stream.Length)
                return (long)offset;
        }

        return 0;
    }

    private static byte[]? Block(FileStream stream, ulong offset, int length)
    {
        if (offset > (ulong)stream.Length || length > stream.Length - (long)offset)
            return null;
        var block = new byte[length];
        stream.Position = (long)offset;
        stream.ReadExactly(block);
        return block;
    }

    private static ushort U16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static ulong U64(byte[] bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));

    private readonly record struct Segment(uint Type, uint Flags, ulong Offset, ulong Length);
}
