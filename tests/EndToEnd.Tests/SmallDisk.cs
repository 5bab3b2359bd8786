using System.Diagnostics;

namespace DdRun.EndToEnd.Tests;

/// <summary>A file system of a few pages, in memory, for as long as this is not disposed.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Null where this user may not mount any.</summary>
    public static SmallDisk? TryMount()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return null;
        var path = Directory.CreateTempSubdirectory("dd-run-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", "size=64k", "dd-run-test", path))
            return new(path);
        Directory.Delete(path);
        return null;
    }

    /// <summary>Leaves no room for a single byte.</summary>
    public void Fill()
    {
        using var file = new FileStream(System.IO.Path.Combine(Path, "full"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                file.Write(new byte[4096]);
        }
        catch (IOException)
        {
        }
    }

    public void Dispose()
    {
        _ = Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static bool Run(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
