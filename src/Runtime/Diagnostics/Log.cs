using System.Diagnostics;
using System.Globalization;
using System.Text;
using DdRun.Linux;

namespace DdRun.Diagnostics;

/// <summary>
/// The library's own log. Never throws; the same warning or error comes at most once in the configured time.
/// </summary>
internal static class Log
{
    private const int MaxRemembered = 256;
    private const int StandardErrorDescriptor = 2;
    private static readonly object s_lock = new();
    private static Dictionary<string, Seen>? s_seen;
    private static LogLevel s_least = LogLevel.Info;
    private static string? s_names, s_directory;
    private static TimeSpan s_rate = TimeSpan.FromSeconds(60);
    private static LogSinks? s_sinks;

    /// <summary>Whether debug lines are written: ask before building an expensive one.</summary>
    public static bool IsDebug { get; private set; }

    /// <summary>For tests: sees every line that is written.</summary>
    internal static Action<string>? Observer { get; set; }

    /// <param name="least">What matters less is not written.</param>
    /// <param name="sinks">Where it goes, see <see cref="LogSinks"/>.</param>
    /// <param name="directory">Of the log file; null for the user's.</param>
    /// <param name="rate">In which the same message comes once; zero for always.</param>
    public static void Configure(LogLevel least, string? sinks, string? directory, TimeSpan rate)
    {
        lock (s_lock)
        {
            s_least = least;
            IsDebug = least == LogLevel.Debug;
            s_rate = rate;
            if (directory == s_directory && sinks == s_names)
                return;
            (s_names, s_directory, s_sinks) = (sinks, directory, null);
        }
    }

    public static void Debug(string message)
    {
        if (IsDebug)
            Write(LogLevel.Debug, "DEBUG", message, null, limited: false);
    }

    /// <summary>Something the user wants to know once, such as the start-up line.</summary>
    public static void Info(string message) => Write(LogLevel.Info, "INFO", message, null, limited: false);

    public static void Warn(string message) => Write(LogLevel.Warn, "WARN", message, null, limited: true);

    public static void Error(string message, Exception? exception = null) => Write(LogLevel.Error, "ERROR", message, exception, limited: true);

    private static void Write(LogLevel level, string name, string message, Exception? exception, bool limited)
    {
        if (level < s_least)
            return;
        // What it takes to write a line is not the target's: no spans of it, whatever rules say, and no exceptions that count.
        OwnWork.Begin();
        try
        {
            lock (s_lock)
            {
                var skipped = 0;
                if (limited && !IsDebug && !IsDue(message, out skipped))
                    return;
                var line = Format(name, message, exception, skipped);
                Observer?.Invoke(line);
                s_sinks ??= new(IsFileOnly() ? LogSinks.File : s_names, s_directory, Environment.GetEnvironmentVariable);
                s_sinks.Write(Encoding.UTF8.GetBytes(line));
            }
        }
        catch (Exception)
        {
            // There is no place left to tell.
        }
        finally
        {
            OwnWork.End();
        }
    }

    // Otherwise the sinks ask the console. The first error must not load that at a moment at which it may fail for good, for the target as well.
    private static bool IsFileOnly() => string.IsNullOrEmpty(s_names) && OperatingSystem.IsLinux() && Libc.IsTerminal(StandardErrorDescriptor) == 0;

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
}
