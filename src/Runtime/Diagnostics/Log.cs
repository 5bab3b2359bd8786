using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DdRun.Diagnostics;

/// <summary>
/// The library's own log. Warnings and errors go to standard error, or to a file when a folder is configured; debug lines go to both.
/// Never throws; the same message comes at most once in the configured time.
/// </summary>
internal static class Log
{
    private const int MaxRemembered = 256;
    private const long MaxFileBytes = 15 * 1024 * 1024;
    private static readonly object s_lock = new();
    private static Dictionary<string, Seen>? s_seen;
    private static string? s_directory;
    private static TimeSpan s_rate = TimeSpan.FromSeconds(60);
    private static FileStream? s_file;
    private static Stream? s_error;

    /// <summary>Whether debug lines are written: ask before building an expensive one.</summary>
    public static bool IsDebug { get; private set; }

    /// <summary>For tests: sees every line that is written.</summary>
    internal static Action<string>? Observer { get; set; }

    public static void Configure(bool debug, string? directory, TimeSpan rate)
    {
        lock (s_lock)
        {
            IsDebug = debug;
            s_rate = rate;
            if (directory == s_directory)
                return;
            s_directory = directory;
            s_file?.Dispose();
            s_file = null;
        }
    }

    public static void Debug(string message)
    {
        if (IsDebug)
            Write("DEBUG", message, null, limited: false);
    }

    /// <summary>Something the user wants to know once, such as the start-up line.</summary>
    public static void Info(string message) => Write("INFO", message, null, limited: false);

    public static void Warn(string message) => Write("WARN", message, null, limited: true);

    public static void Error(string message, Exception? exception = null) => Write("ERROR", message, exception, limited: true);

    private static void Write(string level, string message, Exception? exception, bool limited)
    {
        try
        {
            lock (s_lock)
            {
                var skipped = 0;
                if (limited && !IsDebug && !IsDue(message, out skipped))
                    return;
                var line = Format(level, message, exception, skipped);
                Observer?.Invoke(line);
                var bytes = Encoding.UTF8.GetBytes(line);
                var toFile = s_directory != null && WriteFile(bytes);
                if (!toFile || IsDebug)
                    WriteError(bytes);
            }
        }
        catch (Exception)
        {
            // There is no place left to tell.
        }
    }

    private static bool IsDue(string message, out int skipped)
    {
        skipped = 0;
        if (s_rate <= TimeSpan.Zero)
            return true;
        s_seen ??= new(StringComparer.Ordinal);
        var now = Stopwatch.GetTimestamp();
        if (s_seen.TryGetValue(message, out var seen) && Stopwatch.GetElapsedTime(seen.Last, now) < s_rate)
        {
            seen.Skipped++;
            return false;
        }
        skipped = seen?.Skipped ?? 0;
        if (s_seen.Count >= MaxRemembered)
            s_seen.Clear();
        s_seen[message] = new() { Last = now };
        return true;
    }

    // A class, because a dictionary of a value type of ours is compiled by the JIT at start-up.
    private sealed class Seen
    {
        public long Last;
        public int Skipped;
    }

    private static string Format(string level, string message, Exception? exception, int skipped)
    {
        var text = new StringBuilder(128);
        text.Append(DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture)).Append(" [dd-run] ").Append(level).Append(' ').Append(message);
        if (skipped > 0)
            text.Append(CultureInfo.InvariantCulture, $" ({skipped} more of these)");
        if (exception != null)
            text.Append(' ').Append(IsDebug ? exception.ToString() : exception.GetType().Name + ": " + exception.Message);
        return text.Append('\n').ToString();
    }

    private static bool WriteFile(byte[] line)
    {
        try
        {
            if (s_file == null)
            {
                Directory.CreateDirectory(s_directory!);
                var name = Path.GetFileNameWithoutExtension(Environment.ProcessPath) ?? "dotnet";
                var path = Path.Combine(s_directory!, string.Create(CultureInfo.InvariantCulture, $"dd-run-{name}-{Environment.ProcessId}.log"));
                s_file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1);
            }
            if (s_file.Position > MaxFileBytes)
                s_file.SetLength(0);
            s_file.Write(line);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    // Console.Error would cost encodings. A FileStream over the descriptor would write at positions of its own into a log file that others append to.
    private static void WriteError(byte[] line)
    {
        s_error ??= Console.OpenStandardError();
        s_error.Write(line);
    }
}
