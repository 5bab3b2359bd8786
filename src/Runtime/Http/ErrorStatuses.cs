using System.Globalization;

namespace DdRun.Http;

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
            var numbers = part.Split('-');
            // "500-510-599" is 500 to 599, as in the other tracers.
            if (TryParse(numbers[0], out var first) && TryParse(numbers[^1], out var last))
                ranges[count++] = (Math.Min(first, last), Math.Max(first, last));
        }
        // Not a list, nor a span: of this type they would be compiled by the JIT at start-up.
        var known = new (int, int)[count];
        Array.Copy(ranges, known, count);
        return new(known);
    }

    private static bool TryParse(string text, out int status) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out status);
}
