using System.Globalization;

namespace DdRun.Export.Otlp;

internal static class RetryAfter
{
    /// <summary>How long a receiver asks to wait, by either form of its header; null when it does not say.</summary>
    public static TimeSpan? Parse(string? value, DateTimeOffset now)
    {
        if (value is null)
            return null;
        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(Math.Min(seconds, 86_400));
        if (!DateTimeOffset.TryParseExact(value, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return null;
        return time > now ? time - now : TimeSpan.Zero;
    }
}
