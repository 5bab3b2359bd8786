using DdRun.Linux;

namespace DdRun.Instrumentation.Files;

/// <summary>Adds to the end of a file, in one piece, as far as many processes do so at the same time.</summary>
internal static class FileEnd
{
    private const int WriteOnly = 1, Append = 0x400;

    /// <param name="path">Made when it is not there, for the current user alone.</param>
    /// <param name="bytes">What is added.</param>
    public static void Add(string path, ReadOnlySpan<byte> bytes)
    {
        if (OperatingSystem.IsLinux() && TryAdd(path, bytes))
            return;
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(bytes);
    }

    // A file that is there needs no stream, which would be dear to a start.
    private static unsafe bool TryAdd(string path, ReadOnlySpan<byte> bytes)
    {
        int file;
        fixed (byte* name = Libc.Text(path))
            file = Libc.Open(name, WriteOnly | Append | Libc.CloseOnExec);
        if (file < 0)
            return false;
        fixed (byte* start = bytes)
            _ = Libc.Write(file, start, (nuint)bytes.Length);
        _ = Libc.Close(file);
        return true;
    }
}
