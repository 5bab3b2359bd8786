using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DdRun.Testing;

/// <summary>
/// A process whose processor time and peak memory are the operating system's own accounts. A child's peak starts with the memory of whoever
/// forked it, which would be this big process: a small shell forks it and goes away, and as the subreaper this process inherits the child.
/// </summary>
public sealed unsafe partial class MeasuredProcess
{
    private const int BecomeSubreaper = 36;

    private readonly string _name;
    private readonly long _start;

    private MeasuredProcess(string name, long start, int id) => (_name, _start, Id) = (name, start, id);

    public int Id { get; }

    /// <summary>Starts a command whose standard streams are files; <c>/dev/null</c> where none is named.</summary>
    public static MeasuredProcess Start(string[] command, IEnumerable<string> environment, string? folder = null, string? output = null, string? errors = null)
    {
        if (PrCtl(BecomeSubreaper, 1, 0, 0, 0) != 0)
            throw new InvalidOperationException("prctl failed");
        var idFile = Path.GetTempFileName();
        try
        {
            const string Script = "cd \"$1\" || exit 1; out=$2 err=$3 id=$4; shift 4; \"$@\" </dev/null >\"$out\" 2>\"$err\" & echo $! >\"$id\"";
            string[] arguments = ["sh", "-c", Script, "sh", folder ?? ".", output ?? "/dev/null", errors ?? "/dev/null", idFile, .. command];
            var start = Stopwatch.GetTimestamp();
            var shell = Spawn(arguments, environment);
            if (Wait4(shell, out var status, 0, out _) != shell || status != 0)
                throw new InvalidOperationException($"{string.Join(' ', command)}: the shell ended with status 0x{status:x}");
            return new(string.Join(' ', command), start, int.Parse(File.ReadAllText(idFile), System.Globalization.CultureInfo.InvariantCulture));
        }
        finally
        {
            File.Delete(idFile);
        }
    }

    public void Signal(int number)
    {
        if (Kill(Id, number) != 0)
            throw new InvalidOperationException($"{_name}: kill failed with errno {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>Waits for the end. A death by signal n shows as exit code 128 + n.</summary>
    public ProcessAccounts Wait()
    {
        if (Wait4(Id, out var status, 0, out var usage) != Id)
            throw new InvalidOperationException($"{_name}: wait4 failed with errno {Marshal.GetLastPInvokeError()}");
        var exitCode = (status & 0x7F) == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F);
        return new(exitCode, Stopwatch.GetElapsedTime(_start).TotalMilliseconds, usage.CpuMilliseconds, usage.MaxRss / 1024.0);
    }

    private static int Spawn(string[] arguments, IEnumerable<string> environment)
    {
        fixed (byte* path = "/bin/sh\0"u8)
        {
            var argv = Strings(arguments);
            var envp = Strings([.. environment]);
            try
            {
                return PosixSpawn(out var shell, path, null, null, argv, envp) == 0 ? shell : throw new InvalidOperationException("posix_spawn failed");
            }
            finally
            {
                Free(argv);
                Free(envp);
            }
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

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    private static partial int Wait4(int process, out int status, int options, out Usage usage);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int PrCtl(int option, nint a, nint b, nint c, nint d);
}
