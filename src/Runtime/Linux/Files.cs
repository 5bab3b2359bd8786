using System.Runtime.CompilerServices;
using DdRun.Jit;

namespace DdRun.Linux;

/// <summary>
/// For files that mostly are not there: the framework's answer takes some thirty methods, and half a megabyte of an app that asks for nothing
/// else.
/// </summary>
internal static unsafe class Files
{
    private const int LongestPath = 4095;

    public static bool Exists(string path) => (!OperatingSystem.IsLinux() || IsThere(path)) && File.Exists(path);

    /// <summary>Whether there is a file, a folder or a socket, or a path that only the framework can take. On Linux only.</summary>
    [MethodImpl(Compile.Once)]
    public static bool IsThere(string path)
    {
        var name = stackalloc byte[LongestPath + 1];
        var length = Libc.Copy(path, name, LongestPath);
        if (length < 0)
            return true;
        name[length] = 0;
        return Libc.Access(name, Libc.ToBeThere) == 0;
    }
}
