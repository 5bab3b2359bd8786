namespace DdRun.Launcher.Launch;

/// <summary>Where stdin, stdout or stderr is closed, the next file that we open would take its place.</summary>
internal static class StandardStreams
{
    /// <summary>Opens <c>/dev/null</c> in place of those that are closed, for this process alone: the target has them closed again.</summary>
    public static void Fill()
    {
        if (OperatingSystem.IsWindows())
            return;
        for (var fd = 0; fd <= 2; fd++)
            if (Libc.fcntl(fd, Libc.F_GETFD) < 0)
                Open();
    }

    private static void Open()
    {
        try
        {
            // Gets the lowest number that is free, closes on exec, and stays open until then.
            File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).SetHandleAsInvalid();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A root without devices.
        }
    }
}
