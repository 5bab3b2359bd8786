namespace DdRun.Launcher.Launch;

/// <summary>What a command's first word stands for, found as <c>execvp</c> and the shells find it.</summary>
internal static class Executable
{
    /// <returns>The file to run, or null with the exit code and reason a shell would give.</returns>
    public static string? Find(string command, string? path, out int exitCode, out string reason)
    {
        exitCode = ExitCodes.NotFound;
        reason = "command not found";
        if (command.Length == 0)
            return null;

        if (command.Contains('/') || (OperatingSystem.IsWindows() && Path.IsPathRooted(command)))
            return Check(command, ref exitCode, ref reason) ? command : null;

        foreach (var directory in (path ?? "/bin:/usr/bin").Split(Path.PathSeparator))
        {
            foreach (var name in Names(command))
            {
                var candidate = Path.Combine(directory.Length == 0 ? "." : directory, name);
                if (Check(candidate, ref exitCode, ref reason))
                    return candidate;
            }
        }

        return null;
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

    private static string[] Names(string command) =>
        OperatingSystem.IsWindows() && !Path.HasExtension(command) ? [command + ".exe", command + ".cmd", command + ".bat"] : [command];
}
