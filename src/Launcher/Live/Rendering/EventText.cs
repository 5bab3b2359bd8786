using System.Globalization;
using System.Text.Json;
using DdRun.Launcher.Live.Channel;

namespace DdRun.Launcher.Live.Rendering;

/// <summary>What all events have, as text.</summary>
internal static class EventText
{
    private const long NanosecondsPerTick = 100;

    /// <summary>Of this machine's day.</summary>
    public static string Time(JsonElement happened) =>
        DateTimeOffset.UnixEpoch.AddTicks(happened.Number("time") / NanosecondsPerTick).ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Method(JsonElement happened) => Printable.Of(happened.Text("method") ?? "?");

    public static string Thread(JsonElement happened)
    {
        var name = happened.Text("threadName") is { Length: > 0 } text ? $" ({Printable.Of(text)})" : "";
        return ThreadNumber(happened) + name;
    }

    public static string ThreadNumber(JsonElement happened) => string.Create(CultureInfo.InvariantCulture, $"thread {happened.Number("thread")}");

    /// <summary>As short as it is exact to three digits.</summary>
    public static string Duration(long nanoseconds)
    {
        var (value, unit) = nanoseconds switch
        {
            >= 1_000_000_000 => (nanoseconds / 1e9, "s"),
            >= 1_000_000 => (nanoseconds / 1e6, "ms"),
            >= 1_000 => (nanoseconds / 1e3, "µs"),
            _ => (nanoseconds, "ns"),
        };
        return value.ToString(unit == "ns" ? "0" : value < 10 ? "0.00" : value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture) + " " + unit;
    }

    /// <summary>Whole ones, at least one.</summary>
    public static string Milliseconds(long nanoseconds) => Number(Math.Max(1, nanoseconds / 1_000_000)) + " ms";

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(long number, string one, string? several = null) => $"{Number(number)} {(number == 1 ? one : several ?? one + "s")}";
}
