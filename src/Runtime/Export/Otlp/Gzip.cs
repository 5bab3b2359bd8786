using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace DdRun.Export.Otlp;

/// <summary>Apart: it loads an assembly.</summary>
internal static class Gzip
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        using var compressed = new MemoryStream();
        using (var stream = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            stream.Write(bytes);
        return compressed.ToArray();
    }
}
