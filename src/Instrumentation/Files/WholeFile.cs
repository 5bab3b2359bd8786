using DdRun.Linux;

namespace DdRun.Instrumentation.Files;

/// <summary>Reads a file as <see cref="File.ReadAllBytes"/> does, without the handles, options and locks behind that, which cost a start half a millisecond.</summary>
internal static class WholeFile
{
    private const int Usual = 8192;

    /// <param name="path">Where it is.</param>
    /// <param name="size">Its bytes, as far as they are known.</param>
    public static byte[] Read(string path, long size = 0) => OperatingSystem.IsLinux() && TryRead(path, size) is { } content ? content : File.ReadAllBytes(path);

    // Null where something is wrong, or what is read is no file but a pipe: the other way then reads it or says what.
    private static unsafe byte[]? TryRead(string path, long size)
    {
        int file;
        fixed (byte* name = Libc.Text(path))
            file = Libc.Open(name, Libc.ReadOnly | Libc.CloseOnExec);
        if (file < 0)
            return null;
        var content = size is >= Usual and < int.MaxValue ? GC.AllocateUninitializedArray<byte>((int)size) : new byte[Usual];
        var length = 0;
        nint count;
        do
        {
            if (length < content.Length)
            {
                fixed (byte* start = content)
                    count = Libc.Read(file, start + length, (nuint)(content.Length - length), length);
                length += (int)count;
                continue;
            }
            // A file of the size that it was said to have takes no second array.
            byte next;
            count = Libc.Read(file, &next, 1, length);
            if (count <= 0)
                break;
            Array.Resize(ref content, content.Length * 4);
            content[length++] = next;
        }
        while (count > 0);
        _ = Libc.Close(file);
        if (count < 0)
            return null;
        Array.Resize(ref content, length);
        return content;
    }
}
