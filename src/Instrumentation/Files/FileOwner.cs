using DdRun.Linux;

namespace DdRun.Instrumentation.Files;

/// <summary>Who owns a file or folder, and who else may write to it. Linux only; elsewhere the user's profile folder is trusted.</summary>
internal static class FileOwner
{
    private const int CurrentFolder = -100, NoFollow = 0x100, BasicFacts = 0x7FF, Success = 0;
    private const int UserOffset = 20, ModeOffset = 28, SizeOffset = 40, WrittenOffset = 112, FactsSize = 256;
    private const int TypeMask = 0xF000, Folder = 0x4000, RegularFile = 0x8000, WritableByOthers = 0x12;

    /// <summary>Whether it is a real folder or file (no link) of the current user that nobody else may write to.</summary>
    public static bool IsOursAlone(string path, bool folder) => IsOursAlone(path, folder, out _, out _);

    /// <param name="path">Where it is.</param>
    /// <param name="folder">What it has to be.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="written">Seconds since 1970.</param>
    public static unsafe bool IsOursAlone(string path, bool folder, out long size, out long written)
    {
        if (!OperatingSystem.IsLinux())
            return Exists(path, folder, out size, out written);
        (size, written) = (0, 0);
        var facts = stackalloc byte[FactsSize];
        fixed (byte* name = Libc.Text(path))
        {
            if (Libc.Describe(CurrentFolder, name, NoFollow, BasicFacts, facts) != Success)
                return false;
        }
        var user = *(uint*)(facts + UserOffset);
        int mode = *(ushort*)(facts + ModeOffset);
        size = *(long*)(facts + SizeOffset);
        written = *(long*)(facts + WrittenOffset);
        return user == Libc.EffectiveUser() && (mode & WritableByOthers) == 0 && (mode & TypeMask) == (folder ? Folder : RegularFile);
    }

    private static bool Exists(string path, bool folder, out long size, out long written)
    {
        FileSystemInfo info = folder ? new DirectoryInfo(path) : new FileInfo(path);
        size = info is FileInfo { Exists: true } file ? file.Length : 0;
        written = new DateTimeOffset(info.LastWriteTimeUtc).ToUnixTimeSeconds();
        return info.Exists;
    }
}
