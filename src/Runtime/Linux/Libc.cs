using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using DdRun.Jit;

namespace DdRun.Linux;

/// <summary>
/// The C library, with arguments that need no marshalling: such calls are precompiled. Numbers are Linux's, the same on x64 and arm64.
/// </summary>
internal static unsafe partial class Libc
{
    public const int Unix = 1, Internet = 2, Internet6 = 10;
    public const int Stream = 1, Datagram = 2;
    public const int NonBlocking = 0x800, CloseOnExec = 0x80000, ReadOnly = 0, ToBeThere = 0;
    public const int NoSignal = 0x4000;
    public const short In = 1, Out = 4;
    public const int Interrupted = 4, Again = 11, MessageTooLong = 90, WrongType = 91, NoSuchAddress = 99, NoBuffers = 105, TimedOut = 110, InProgress = 115;
    public const int SocketLevel = 1, Error = 4, SendBuffer = 7, PeerCredentials = 17, BothDirections = 2;
    public const int TcpLevel = 6, NoDelay = 1;

    private const char LastAscii = '\x7f';

    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Socket;
        public short Events, Occurred;
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetOption(int socket, int level, int name, int* value, uint* length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int socket, int level, int name, int* value, uint length);

    [LibraryImport("libc", EntryPoint = "shutdown")]
    public static partial int Shutdown(int socket, int directions);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int Event(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "read")]
    public static partial nint Read(int file, void* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write")]
    public static partial nint Write(int file, void* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int socket);

    [LibraryImport("libc", EntryPoint = "strerror_r")]
    public static partial byte* Describe(int error, byte* buffer, nuint length);

    // The third argument would only matter to a file that is created.
    [LibraryImport("libc", EntryPoint = "open")]
    public static partial int Open(byte* path, int flags);

    // The one description of a file whose layout is the same on every architecture. The system is asked, since musl has no function for it
    // before 1.2.5.
    public static int Describe(int folder, byte* path, int flags, uint mask, byte* facts) =>
        RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => (int)SystemCall(332, folder, path, flags, mask, facts),
            Architecture.Arm64 => (int)SystemCall(291, folder, path, flags, mask, facts),
            _ => DescribeByLibrary(folder, path, flags, mask, facts),
        };

    [LibraryImport("libc", EntryPoint = "statx")]
    private static partial int DescribeByLibrary(int folder, byte* path, int flags, uint mask, byte* facts);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint folder, byte* path, nint flags, nuint mask, byte* facts);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "access")]
    public static partial int Access(byte* path, int mode);

    [LibraryImport("libc", EntryPoint = "pread")]
    public static partial nint Read(int file, byte* buffer, nuint length, nint offset);

    [LibraryImport("libc", EntryPoint = "isatty")]
    public static partial int IsTerminal(int file);

    [LibraryImport("libc", EntryPoint = "opendir")]
    public static partial nint OpenFolder(byte* path);

    [LibraryImport("libc", EntryPoint = "readdir")]
    public static partial nint ReadFolder(nint folder);

    [LibraryImport("libc", EntryPoint = "closedir")]
    public static partial int CloseFolder(nint folder);

    [LibraryImport("libc", EntryPoint = "prctl")]
    public static partial int ProcessControl(int option, int* value, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", EntryPoint = "mmap")]
    public static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    public static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    public static partial int Unmap(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "syscall")]
    public static partial nint SystemCall(nint number, nint folder, byte* path, byte* buffer, nint flags);

    /// <summary>A text as the library wants it: UTF-8, with a zero behind it.</summary>
    public static byte[] Text(string text)
    {
        const int longestCharacter = 3;
        var bytes = new byte[text.Length * longestCharacter + 1];
        fixed (byte* start = bytes)
            Copy(text, start, bytes.Length - 1);
        return bytes;
    }

    /// <returns>How many bytes of UTF-8 the text has become; -1 when there is no room for them.</returns>
    [MethodImpl(Compile.Once)]
    public static int Copy(string text, byte* target, int room)
    {
        // A loop needs none of the framework's encoders: in time the JIT compiles those for whoever connects again and again.
        var length = text.Length;
        if (length > room)
            return -1;
        fixed (char* letters = text)
        {
            for (var i = 0; i < length; i++)
            {
                if (letters[i] > LastAscii)
                    return Encode(text, target, room);
                target[i] = (byte)letters[i];
            }
        }
        return length;
    }

    // Apart, and rarely needed: a span of a text brings System.Memory up.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Encode(string text, byte* target, int room) => Encoding.UTF8.TryGetBytes(text, new(target, room), out var count) ? count : -1;
}
