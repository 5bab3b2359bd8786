using System.Globalization;

namespace DdRun.Diagnostics;

/// <summary>
/// This process's file in a folder of logs: <c>dd-run-&lt;process&gt;-&lt;pid&gt;.log</c>. It is open only while a line is written, so that the process has no
/// descriptor less, and nobody who closes all descriptors makes us write into another file. Not thread-safe; compiled into the loader and the startup hook as well.
/// </summary>
internal sealed class LogFile(string folder, string? session)
{
    /// <summary>Bytes of a file. One that is full is kept beside its successor, once.</summary>
    public const long Limit = 8 << 20;

    /// <summary>Files of a folder; when another process begins one, the oldest go.</summary>
    public const int MostFiles = 64;

    /// <summary>Bytes of all files of a folder, as far as they are not written to any more.</summary>
    public const long FolderLimit = 64 << 20;

    /// <summary>The log files of all processes.</summary>
    public const string Pattern = "dd-run-*.log";

    // A folder that cannot be written to is not tried with every line.
    private const long PauseMilliseconds = 60_000;

    private string? _path;
    private long _failed;

    /// <returns>False when the line could not be written.</returns>
    public bool TryAppend(byte[] line)
    {
        if (_failed != 0 && Environment.TickCount64 - _failed < PauseMilliseconds)
            return false;
        try
        {
            Append(line);
            _failed = 0;
            return true;
        }
        catch (Exception)
        {
            _failed = Environment.TickCount64;
            return false;
        }
    }

    /// <summary>What the first line of a file of a session ends with.</summary>
    public static string SessionMark(string session) => ", session " + session;

    private void Append(byte[] line)
    {
        _path ??= Prepare();
        using (var file = Open())
        {
            if (file.Length == 0)
                file.Write(System.Text.Encoding.UTF8.GetBytes(FirstLine()));
            file.Write(line);
            if (file.Length < Limit)
                return;
        }
        File.Move(_path, Path.ChangeExtension(_path, ".old.log"), overwrite: true);
    }

    private FileStream Open()
    {
        try
        {
            return new(_path!, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody has cleaned up.
            Make();
            return new(_path!, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
    }

    private string Prepare()
    {
        Make();
        TryMakeRoom();
        return Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"dd-run-{ProcessName()}-{Environment.ProcessId}.log"));
    }

    private void Make()
    {
        if (Directory.Exists(folder))
            return;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void TryMakeRoom()
    {
        try
        {
            MakeRoom();
        }
        catch (Exception)
        {
            // What is there may be somebody else's, or the framework without this.
        }
    }

    private void MakeRoom()
    {
        var files = new DirectoryInfo(folder).GetFiles(Pattern);
        var size = 0L;
        foreach (var file in files)
            size += file.Length;
        if (files.Length < MostFiles && size < FolderLimit)
            return;
        Array.Sort(files, static (a, b) => a.LastWriteTimeUtc.CompareTo(b.LastWriteTimeUtc));
        // Down to three quarters, or each of the next processes would have to do this again.
        for (var i = 0; i < files.Length && (files.Length - i > MostFiles / 4 * 3 || size > FolderLimit / 4 * 3); i++)
        {
            size -= files[i].Length;
            TryDelete(files[i]);
        }
    }

    private static void TryDelete(FileInfo file)
    {
        try
        {
            file.Delete();
        }
        catch (Exception)
        {
            // Another process was quicker.
        }
    }

    // The time as a text: put into another one as it is, the JIT compiles code for it.
    private string FirstLine() => string.Create(CultureInfo.InvariantCulture,
        $"{DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture)} [dd-run] INFO log of process {Environment.ProcessId}, .NET {Environment.Version}{(session is null ? "" : SessionMark(session))}\n");

    // A program that `dotnet` runs is better known by its own name.
    private static string ProcessName()
    {
        var name = Path.GetFileNameWithoutExtension(Environment.ProcessPath) ?? "dotnet";
        if (name == "dotnet" && Environment.GetCommandLineArgs() is [{ Length: > 0 } program, ..])
            name = Path.GetFileNameWithoutExtension(program);
        foreach (var unfit in Path.GetInvalidFileNameChars())
            name = name.Replace(unfit, '_');
        return name;
    }
}
