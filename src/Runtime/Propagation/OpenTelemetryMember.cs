using System.Globalization;
using System.Text;
using DdRun.Sampling;

namespace DdRun.Propagation;

/// <summary>
/// The value of the <c>ot</c> member of a <c>tracestate</c>, by which samplers elsewhere know with what probability a trace was kept:
/// <c>rv:6e6d1a75832a2f;th:8</c>. The randomness is 56 bits that the decision depended on, the threshold what they must not be below.
/// </summary>
internal static class OpenTelemetryMember
{
    public const string Prefix = "ot=";

    private const string Randomness = "rv:", Threshold = "th:";
    private const int Digits = 14;
    private const ulong Range = 1UL << 56;

    /// <summary>The value without a malformed randomness or threshold; whatever else there is stays.</summary>
    public static string Clean(string value) => Filter(value, static item =>
        item.StartsWith(Randomness, StringComparison.Ordinal) ? item.Length == Randomness.Length + Digits && IsHex(item, Randomness.Length)
        : !item.StartsWith(Threshold, StringComparison.Ordinal) || (item.Length - Threshold.Length is >= 1 and <= Digits && IsHex(item, Threshold.Length)));

    /// <summary>The value with what a decision by a rate says in place of what it said before.</summary>
    public static string With(string value, ulong traceIdLow, double rate)
    {
        var text = new StringBuilder(Randomness).Append((~SamplingRate.Hash(traceIdLow) >> 8).ToString("x14", CultureInfo.InvariantCulture));
        // At a rate of zero nothing is kept, which no threshold says.
        if (rate > 0)
            text.Append(';').Append(Threshold).Append(FormatThreshold(rate));
        var others = Filter(value, static item => !item.StartsWith(Randomness, StringComparison.Ordinal) && !item.StartsWith(Threshold, StringComparison.Ordinal));
        return others.Length == 0 ? text.ToString() : text.Append(';').Append(others).ToString();
    }

    /// <summary>The value for a trace that is kept whatever the threshold.</summary>
    public static string WithoutThreshold(string value) => Filter(value, static item => !item.StartsWith(Threshold, StringComparison.Ordinal));

    private static string FormatThreshold(double rate)
    {
        // The smallest rates come to the whole range, which is one more than there are digits for.
        var threshold = Math.Min((ulong)((1 - Math.Min(rate, 1)) * Range), Range - 1);
        var digits = threshold.ToString("x14", CultureInfo.InvariantCulture).TrimEnd('0');
        return digits.Length == 0 ? "0" : digits;
    }

    private static string Filter(string value, Func<string, bool> keeps)
    {
        var text = new StringBuilder(value.Length);
        foreach (var part in value.Split(';'))
        {
            var item = part.Trim();
            if (item.Length > 0 && keeps(item))
                text.Append(text.Length > 0 ? ";" : "").Append(item);
        }
        return text.ToString();
    }

    private static bool IsHex(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
            if (!char.IsAsciiHexDigitLower(text[i]))
                return false;
        return true;
    }
}
