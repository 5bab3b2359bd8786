using System.Globalization;

namespace DdRun.Configuration;

/// <summary>Which HTTP statuses count as errors: <c>400-404,500-599</c>.</summary>
internal sealed class ErrorStatuses
{
    private readonly (int First, int Last)[] _ranges;

    private ErrorStatuses((int, int)[] ranges) => _ranges = ranges;

    public IReadOnlyList<(int First, int Last)> Ranges => _ranges;

    public bool Contains(int status)
    {
        foreach (var (first, last) in _ranges)
            if (status >= first && status <= last)
                return true;
        return false;
    }

    /// <summary>What is no status is left out.</summary>
    public static ErrorStatuses Parse(string? text)
    {
        var parts = (text ?? "").Split(',');
        var ranges = new (int, int)[parts.Length];
        var count = 0;
        foreach (var part in parts)
        {
            if (TryParseRange(part, out var range))
                ranges[count++] = range;
        }
        // Not a list, nor a span: of this type they would be compiled by the JIT at start-up.
        var known = new (int, int)[count];
        Array.Copy(ranges, known, count);
        return new(known);
    }

    // From the least number to the greatest: "500-510-599" is 500 to 599, as in the other tracers.
    private static bool TryParseRange(string text, out (int First, int Last) range)
    {
        range = (int.MaxValue, int.MinValue);
        foreach (var number in text.Split('-'))
        {
            if (!int.TryParse(number, NumberStyles.Integer, CultureInfo.InvariantCulture, out var status))
                return false;
            range = (Math.Min(range.First, status), Math.Max(range.Last, status));
        }
        return true;
    }
}
