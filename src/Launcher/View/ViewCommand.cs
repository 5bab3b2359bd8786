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
        if (Viewer.Find(home) is not { } file)
        {
            Message.Write(Viewer.Missing(home));
            return ExitCodes.NotFound;
        }

        if (OperatingSystem.IsWindows())
            return WindowsProcess.Run(file, arguments, []);

        var argv = NativeArguments.Copy([.. arguments.Prepend(file).Select(Encoding.UTF8.GetBytes)]);
        Libc.signal(Libc.SIGPIPE, 0);
        Libc.execvp(argv[0], argv);
        Message.Write($"{file}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        return ExitCodes.NotExecutable;
    }
}
