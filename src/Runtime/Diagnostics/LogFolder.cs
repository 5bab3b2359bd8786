namespace DdRun.Diagnostics;

/// <summary>Where log files go. Compiled into the loader and the startup hook as well, and known to native/src/log.cpp.</summary>
internal static class LogFolder
{
    /// <summary>The configured one, or the user's; null where there is none.</summary>
    public static string? Of(Func<string, string?> environment) =>
        environment("DD_TRACE_LOG_DIRECTORY") is { Length: > 0 } named ? named : Default(environment);

    /// <summary>The user's folder for state, null where there is none.</summary>
    public static string? Default(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows())
            return environment("LOCALAPPDATA") is { Length: > 0 } local ? Path.Combine(local, "dd-run", "log") : null;
        // The specification of the variable tells to ignore a path that is not absolute.
        if (environment("XDG_STATE_HOME") is ['/', ..] state)
            return Path.Combine(state, "dd-run");
        return environment("HOME") is ['/', ..] home ? Path.Combine(home, ".local", "state", "dd-run") : null;
    }
}
