using DdRun.Linux;

namespace DdRun.Instrumentation.InProcess;

/// <summary>
/// Whether the process has enough left for a plan to be made. That loads parts of the shared framework, and what cannot be loaded once stays missing, for
/// the target as well: a process that is short of something is not woven any further until it has it again.
/// </summary>
internal static unsafe class Room
{
    private const int Descriptors = 16;
    private const int Megabytes = 32;

    // A cold start plans many assemblies in a moment.
    private const int GoodFor = 20;

    private static long s_until;

    public static bool IsEnough()
    {
        if (!OperatingSystem.IsLinux())
            return true;
        var now = Environment.TickCount64;
        if (now < Volatile.Read(ref s_until))
            return true;
        if (!HasMemory() || !HasDescriptors())
            return false;
        Volatile.Write(ref s_until, now + GoodFor);
        return true;
    }

    private static bool HasMemory()
    {
        const int readAndWrite = 3, privateAndAnonymous = 0x22;
        const nuint size = Megabytes << 20;
        var memory = Libc.Map(null, size, readAndWrite, privateAndAnonymous, -1, 0);
        if ((nint)memory == -1)
            return false;
        _ = Libc.Unmap(memory, size);
        return true;
    }

    private static bool HasDescriptors()
    {
        var files = stackalloc int[Descriptors];
        var count = 0;
        fixed (byte* path = "/dev/null\0"u8)
        {
            while (count < Descriptors && Libc.Open(path, Libc.ReadOnly | Libc.CloseOnExec) is >= 0 and var file)
                files[count++] = file;
        }
        for (var i = 0; i < count; i++)
            _ = Libc.Close(files[i]);
        return count == Descriptors;
    }
}
