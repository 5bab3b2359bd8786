using System.Runtime.InteropServices;
using System.Text;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.View;

/// <summary><c>dd-run view</c>: becomes the viewer.</summary>
internal static unsafe class ViewCommand
{
    /// <param name="arguments">What follows <c>view</c>: the viewer's own business.</param>
    public static int Run(string[] arguments, Home home)
    {
        if (Viewer.Find(home, Environment.GetEnvironmentVariable, out var reason) is not { } viewer)
        {
            Message.Write(reason);
            return ExitCodes.NotFound;
        }

        if (OperatingSystem.IsWindows())
            return WindowsProcess.Run(viewer.File, [.. viewer.Arguments, .. arguments], viewer.Changes);

        Exec.Apply(viewer.Changes);
        var argv = NativeArguments.Copy([.. viewer.Arguments.Concat(arguments).Prepend(viewer.File).Select(Encoding.UTF8.GetBytes)]);
        Libc.signal(Libc.SIGPIPE, 0);
        Libc.execvp(argv[0], argv);
        Message.Write($"{viewer.File}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        return ExitCodes.NotExecutable;
    }
}
