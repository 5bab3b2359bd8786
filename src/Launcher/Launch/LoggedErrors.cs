using System.Globalization;
using DdRun.Diagnostics;

namespace DdRun.Launcher.Launch;

/// <summary>What the processes of a run have logged, which a launcher that waits for its end can point to.</summary>
internal static class LoggedErrors
{
    /// <summary>Tells the log files of this launcher's run from others.</summary>
    public static string Session { get; } = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{DateTime.UtcNow.Ticks}");

    /// <summary>One line, when a process of this run has logged a warning or an error.</summary>
    /// <param name="folder">Of log files; null when there is none.</param>
    public static void Tell(string? folder)
    {
        try
        {
            if (folder is null || !Directory.Exists(folder))
                return;
            var count = 0;
            var files = new List<string>();
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles(LogFile.Pattern))
            {
                if (Count(file.FullName) is not (> 0 and var lines))
                    continue;
                count += lines;
                files.Add(file.FullName);
            }

            if (count > 0)
                Message.Write($"{count} {(count == 1 ? "warning or error was" : "warnings and errors were")} logged: see {(files.Count == 1 ? files[0] : folder)}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Message.Write($"the logs in {folder} cannot be read: {exception.Message}");
        }
    }

    private static int Count(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var count = 0;
        if (reader.ReadLine()?.EndsWith(LogFile.SessionMark(Session), StringComparison.Ordinal) != true)
            return 0;
        while (reader.ReadLine() is { } line)
        {
            if (line.Contains("[dd-run] WARN ", StringComparison.Ordinal) || line.Contains("[dd-run] ERROR ", StringComparison.Ordinal))
                count++;
        }

        return count;
    }
}
