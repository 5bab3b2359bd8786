namespace DdRun.Diagnostics;

/// <summary>
/// Where lines of the log go: to a file, and to standard error only where that is a terminal or somebody has asked for it by name, as it belongs to
/// the target. Finds out with the first line, so that a process that has nothing to say pays nothing. Not thread-safe; compiled into the loader and the startup hook as well.
/// </summary>
/// <param name="names"><c>file</c>, <c>stderr</c>, <c>none</c>, separated by commas; null for the default.</param>
/// <param name="folder">Of the file; null for the user's.</param>
/// <param name="environment">For what nobody configures.</param>
internal sealed class LogSinks(string? names, string? folder, Func<string, string?> environment)
{
    public const string File = "file", Error = "stderr", None = "none";

    /// <summary>Names the process that <c>dd-run --debug</c> itself has started, which logs to standard error: <c>self:1</c>, or <c>child:1</c> of the one with that id.</summary>
    public const string DebuggedProcess = "DD_RUN_DEBUGGED";

    /// <summary>Marks the log files of one run of a launcher that waits for its end.</summary>
    public const string Session = "DD_RUN_SESSION";

    private bool _isOpen;
    private LogFile? _file;
    private bool _toError;
    private Stream? _error;

    public void Write(byte[] line)
    {
        if (!_isOpen)
            Open();
        _file?.TryAppend(line);
        if (_toError)
            WriteError(line);
    }

    /// <summary>Whether a list names a sink.</summary>
    public static bool Names(string? list, string sink)
    {
        foreach (var name in (list ?? "").Split(','))
            if (name.Trim().Equals(sink, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private void Open()
    {
        _isOpen = true;
        // Also where only sinks are named that others have.
        var isDefault = !Names(names, File) && !Names(names, Error) && !Names(names, None);
        if ((isDefault || Names(names, File)) && (folder ?? LogFolder.Default(environment)) is { Length: > 0 } place)
            _file = new(place, environment(Session));
        _toError = Names(names, Error) || (isDefault && IsTerminal()) || IsDebugged(environment(DebuggedProcess));
    }

    private static bool IsTerminal()
    {
        try
        {
            return StandardError.IsTerminal;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static bool IsDebugged(string? process)
    {
        if (string.IsNullOrEmpty(process))
            return false;
        const string self = "self:", child = "child:";
        if (process.StartsWith(self, StringComparison.Ordinal))
            return Is(process[self.Length..], Environment.ProcessId);
        return process.StartsWith(child, StringComparison.Ordinal) && Is(process[child.Length..], ParentProcess.Id);
    }

    private static bool Is(string text, int id) => int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var named) && named == id;

    private void WriteError(byte[] line)
    {
        try
        {
            _error ??= StandardError.Open();
            _error.Write(line);
        }
        catch (Exception)
        {
            // Nobody reads there any more.
        }
    }
}
