using System.Runtime.InteropServices;

namespace DdRun.Launcher.Launch;

internal static unsafe class Exec
{
    private const int ENOENT = 2;

    /// <summary>Replaces this process by the target. Comes back only when that failed, with the exit code.</summary>
    public static int Replace(string[] arguments, int commandIndex)
    {
        var argv = NativeArguments.From(arguments, commandIndex);
        // Ignored signals stay ignored over exec, and the runtime that we are running on ignores this one from its start.
        Libc.signal(Libc.SIGPIPE, 0);
        Libc.execvp(argv[0], argv);
        var error = Marshal.GetLastPInvokeError();
        Message.Write($"{arguments[commandIndex]}: {Marshal.GetPInvokeErrorMessage(error)}");
        return error == ENOENT ? ExitCodes.NotFound : ExitCodes.NotExecutable;
    }

    /// <summary>Makes the changes in the environment that <c>exec</c> and <c>posix_spawn</c> hand on, which is not the one of <see cref="Environment"/>.</summary>
    public static void Apply(Dictionary<string, string?> changes)
    {
        foreach (var (name, value) in changes)
        {
            if (value is null)
                Libc.unsetenv(name);
            else
                Libc.setenv(name, value, 1);
        }
    }
}
