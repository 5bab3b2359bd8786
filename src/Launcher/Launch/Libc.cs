using System.Runtime.InteropServices;

namespace DdRun.Launcher.Launch;

/// <summary>The few calls that .NET has no counterpart for.</summary>
internal static unsafe partial class Libc
{
    public const int SIGINT = 2, SIGQUIT = 3, SIGPIPE = 13;
    public const int F_GETFD = 1;
    private const int X_OK = 1;

    public static bool IsExecutable(string file) => access(file, X_OK) == 0;

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int access(string path, int mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void unsetenv(string name);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int execvp(byte* file, byte** argv);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int memfd_create(string name, uint flags);

    [LibraryImport("libc")]
    public static partial nint signal(int signal, nint handler);

    [LibraryImport("libc")]
    public static partial void kill(int pid, int signal);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int waitpid(int pid, int* status, int options);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int lchown(string path, uint owner, uint group);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(int fd, byte* bytes, nint count);

    [LibraryImport("libc")]
    public static partial int isatty(int fd);

    [LibraryImport("libc")]
    public static partial int ioctl(int fd, nuint request, void* value);

    [LibraryImport("libc")]
    public static partial int fcntl(int fd, int command);

    [LibraryImport("libc")]
    public static partial int tcgetpgrp(int fd);

    [LibraryImport("libc")]
    public static partial int getpgrp();

    [LibraryImport("libc")]
    public static partial int posix_spawnp(int* pid, byte* file, void* fileActions, void* attributes, byte** argv, byte** environment);

    [LibraryImport("libc")]
    public static partial int posix_spawn(int* pid, byte* file, void* fileActions, void* attributes, byte** argv, byte** environment);

    [LibraryImport("libc")]
    public static partial void posix_spawn_file_actions_init(void* actions);

    [LibraryImport("libc")]
    public static partial void posix_spawn_file_actions_adddup2(void* actions, int fd, int place);

    [LibraryImport("libc")]
    public static partial void posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport("libc")]
    public static partial void posix_spawnattr_init(void* attributes);

    [LibraryImport("libc")]
    public static partial void posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport("libc")]
    public static partial void posix_spawnattr_setsigdefault(void* attributes, void* signals);

    [LibraryImport("libc")]
    public static partial void posix_spawnattr_setsigmask(void* attributes, void* signals);

    [LibraryImport("libc")]
    public static partial void sigemptyset(void* signals);

    [LibraryImport("libc")]
    public static partial void sigaddset(void* signals, int signal);
}
