using System.Runtime.InteropServices;

namespace DdRun.Instrumentation.Caching;

/// <summary>The C library's functions for files, found in what the process has loaded: to the runtime "libc" is a file to be looked for, under six names before the right one.</summary>
internal static unsafe class LinuxCalls
{
    public const int CurrentFolder = -100, CloseOnExec = 0x80000;

    public static readonly delegate* unmanaged<int, byte*, int, uint, byte*, int> Statx = (delegate* unmanaged<int, byte*, int, uint, byte*, int>)Find("statx");
    public static readonly delegate* unmanaged<uint> EffectiveUser = (delegate* unmanaged<uint>)Find("geteuid");
    public static readonly delegate* unmanaged<int, byte*, int, int> OpenAt = (delegate* unmanaged<int, byte*, int, int>)Find("openat");
    public static readonly delegate* unmanaged<int, byte*, nint, nint> Read = (delegate* unmanaged<int, byte*, nint, nint>)Find("read");
    public static readonly delegate* unmanaged<int, int> Close = (delegate* unmanaged<int, int>)Find("close");

    private static nint Find(string name) => NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), name);
}
