namespace DdRun.Launcher.Launch;

/// <summary>What a command's first word stands for, found as <c>execvp</c> and the shells find it.</summary>
internal static class Executable
{
    /// <param name="command">The first word.</param>
    /// <param name="environment">Where <c>PATH</c> and, on Windows, <c>PATHEXT</c> are looked up.</param>
    /// <param name="exitCode">What a shell would end with when there is none.</param>
    /// <param name="reason">What a shell would say.</param>
    /// <returns>The file to run, or null with the exit code and reason a shell would give.</returns>
    public static string? Find(string command, Func<string, string?> environment, out int exitCode, out string reason)
    {
        exitCode = ExitCodes.NotFound;
        reason = "command not found";
        if (command.Length == 0)
            return null;

        IReadOnlyList<string> names = OperatingSystem.IsWindows() ? WindowsCommand.Names(command, environment("PATHEXT")) : [command];
        foreach (var folder in Folders(command, environment("PATH")))
        {
            foreach (var name in names)
            {
                var candidate = folder.Length == 0 ? name : Path.Combine(folder, name);
                if (Check(candidate, ref exitCode, ref reason))
                    return OperatingSystem.IsWindows() ? Path.GetFullPath(candidate) : candidate;
            }
        }

        return null;
    }

    private static IEnumerable<string> Folders(string command, string? path)
    {
        if (OperatingSystem.IsWindows())
            return WindowsCommand.Folders(command, path);
        return command.Contains('/') ? [""] : (path ?? "/bin:/usr/bin").Split(Path.PathSeparator).Select(folder => folder.Length == 0 ? "." : folder);
    }

    private static bool Check(string file, ref int exitCode, ref string reason)
    {
        if (Directory.Exists(file))
            (exitCode, reason) = (ExitCodes.NotExecutable, "is a directory");
        else if (File.Exists(file))
        {
            if (OperatingSystem.IsWindows() || Libc.IsExecutable(file))
                return true;
            (exitCode, reason) = (ExitCodes.NotExecutable, "permission denied: the file is not executable");
        }

        return false;
    }
}
