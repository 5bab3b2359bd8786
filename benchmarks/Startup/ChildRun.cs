using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DdRun.Benchmarks.Startup;

/// <summary>One child process from start to exit, with its wall time, CPU time and peak memory.</summary>
internal sealed unsafe partial record ChildRun(double Milliseconds, double CpuMilliseconds, double PeakMegabytes)
{
    private const int BecomeSubreaper = 36;

    /// <summary>
    /// A child's peak starts with the memory of whoever forked it, which would be this big process. So a small shell forks it and
    /// goes away; as the subreaper this process inherits the child and gets its accounts.
    /// </summary>
    public static ChildRun Measure(string[] command, IEnumerable<string> environment)
    {
        if (PrCtl(BecomeSubreaper, 1, 0, 0, 0) != 0)
            throw new InvalidOperationException("prctl failed");
        string[] arguments = ["sh", "-c", "\"$@\" >/dev/null &", "sh", .. command];
        fixed (byte* path = "/bin/sh\0"u8)
        {
            var argv = Strings(arguments);
            var envp = Strings([.. environment]);
            var start = Stopwatch.GetTimestamp();
            if (PosixSpawn(out var shell, path, null, null, argv, envp) != 0)
                throw new InvalidOperationException("posix_spawn failed");
            var child = 0;
            Usage usage = default;
            for (var left = 2; left > 0; left--)
            {
                var ended = Wait4(-1, out var status, 0, out var its);
                if (ended != shell)
                    (child, usage) = (ended, its);
                if (ended < 0 || status != 0)
                    throw new InvalidOperationException($"{string.Join(' ', command)}: status 0x{status:x}");
            }
            var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Free(argv);
            Free(envp);
            return new(milliseconds, usage.CpuMilliseconds, usage.MaxRss / 1024.0);
        }
    }

    private static byte** Strings(string[] texts)
    {
        var array = (byte**)NativeMemory.AllocZeroed((nuint)texts.Length + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Length; i++)
            array[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        return array;
    }

    private static void Free(byte** array)
    {
        for (var text = array; *text is not null; text++)
            Marshal.FreeCoTaskMem((nint)(*text));
        NativeMemory.Free(array);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Usage
    {
        public long UserSeconds, UserMicroseconds, SystemSeconds, SystemMicroseconds;
        public long MaxRss;
        private fixed long _rest[13];

        public readonly double CpuMilliseconds => (UserSeconds + SystemSeconds) * 1e3 + (UserMicroseconds + SystemMicroseconds) / 1e3;
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    private static partial int PosixSpawn(out int process, byte* path, void* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport("libc", EntryPoint = "wait4")]
    private static partial int Wait4(int process, out int status, int options, out Usage usage);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int PrCtl(int option, nint a, nint b, nint c, nint d);
}
