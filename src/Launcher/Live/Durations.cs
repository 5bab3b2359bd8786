using System.CommandLine.Parsing;
using System.Globalization;

namespace DdRun.Launcher.Live;

/// <summary>Lengths of time as people write them: <c>500ms</c>, <c>5s</c>, <c>2m</c>, <c>1h</c>; a bare number counts seconds.</summary>
internal static class Durations
{
    private static readonly (string Suffix, double Seconds)[] s_units = [("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600), ("", 1)];

    public static TimeSpan? Parse(string text)
    {
        foreach (var (suffix, seconds) in s_units)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal))
                continue;
            return double.TryParse(text[..^suffix.Length].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * seconds < int.MaxValue
                ? TimeSpan.FromSeconds(number * seconds)
                : null;
        }

        return null;
    }

    /// <summary>For an option.</summary>
    public static Period Parse(ArgumentResult result)
    {
        if (Parse(result.Tokens[0].Value) is { } duration)
            return new(duration, result.Tokens[0].Value);
        result.AddError($"'{result.Tokens[0].Value}' is no length of time; write 500ms, 5s, 2m or 1h");
        return default;
    }
}
