using System.Runtime.Versioning;

namespace DdRun.Launcher.Launch;

/// <summary>Manifests that come out of a pipe, as a shell's <c>&lt;(…)</c> does, can be read once; the check before the start and every process below need them.</summary>
internal static class PipedManifests
{
    /// <summary>The same files, pipes replaced by what was in them: in memory, for this process and those that it starts.</summary>
    /// <param name="files">Absolute paths; what cannot be read is left for the check to tell about.</param>
    public static IReadOnlyList<string> Keep(IReadOnlyList<string> files) => OperatingSystem.IsLinux() ? [.. files.Select(Keep)] : files;

    /// <summary>Whether a file can be read once.</summary>
    public static bool IsPipe(string file)
    {
        try
        {
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
            return !source.CanSeek;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // The check of manifests tells why.
            return false;
        }
    }

    [SupportedOSPlatform("linux")]
    private static string Keep(string file)
    {
        try
        {
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
            if (source.CanSeek)
                return file;
            // Without the flag that would close it when this process becomes the target.
            var kept = Libc.memfd_create("manifest", 0);
            if (kept < 0)
                return file;
            var path = $"/proc/self/fd/{kept}";
            using var copy = new FileStream(path, FileMode.Open, FileAccess.Write);
            source.CopyTo(copy);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return file;
        }
    }
}
