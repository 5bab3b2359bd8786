using System.Runtime.InteropServices;

namespace DdRun.Sockets;

/// <summary>
/// The system's sockets, with arguments that need no marshalling: such calls are precompiled. Numbers are Linux's, the same on x64 and arm64.
/// </summary>
internal static unsafe partial class Libc
{
    public const int Unix = 1, Internet = 2, Internet6 = 10;
    public const int Stream = 1, Datagram = 2;
    public const int NonBlocking = 0x800, CloseOnExec = 0x80000;
    public const int NoSignal = 0x4000;
    public const short In = 1, Out = 4;
    public const int Interrupted = 4, Again = 11, MessageTooLong = 90, WrongType = 91, NoBuffers = 105, TimedOut = 110, InProgress = 115;
    public const int SocketLevel = 1, Error = 4, SendBuffer = 7;
    public const int TcpLevel = 6, NoDelay = 1;

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

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int socket);

    [LibraryImport("libc", EntryPoint = "strerror_r")]
    public static partial byte* Describe(int error, byte* buffer, nuint length);
}
