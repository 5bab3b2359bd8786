using System.Text;

namespace DdRun.Viewer.Filters;

/// <summary>A text with <c>*</c> for anything, against UTF-8. Case does not matter for ASCII letters.</summary>
internal sealed class TextPattern
{
    private readonly byte[][] _parts;
    private readonly bool _isFree;

    /// <param name="text">The pattern.</param>
    /// <param name="isFree">Whether it may stand anywhere.</param>
    public TextPattern(string text, bool isFree)
    {
        _isFree = isFree;
        _parts = [.. text.Split('*').Select(part => Encoding.UTF8.GetBytes(part.ToLowerInvariant()))];
    }

    public bool Matches(ReadOnlySpan<byte> value)
    {
        if (_parts.Length == 1 && !_isFree)
            return Ascii.EqualsIgnoreCase(value, _parts[0]) || value.SequenceEqual(_parts[0]);
        for (var i = 0; i < _parts.Length; i++)
        {
            var part = _parts[i];
            if (i == 0 && !_isFree)
            {
                if (!StartsWith(value, part))
                    return false;
                value = value[part.Length..];
            }
            else if (i == _parts.Length - 1 && !_isFree)
            {
                return value.Length >= part.Length && StartsWith(value[^part.Length..], part);
            }
            else
            {
                var at = IndexOf(value, part);
                if (at < 0)
                    return false;
                value = value[(at + part.Length)..];
            }
        }

        return true;
    }

    private static int IndexOf(ReadOnlySpan<byte> value, ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty)
            return 0;
        var (lower, upper) = (part[0], part[0] is >= (byte)'a' and <= (byte)'z' ? (byte)(part[0] - 32) : part[0]);
        for (var start = 0; start + part.Length <= value.Length; start++)
        {
            var at = value[start..].IndexOfAny(lower, upper);
            if (at < 0)
                return -1;
            start += at;
            if (StartsWith(value[start..], part))
                return start;
        }

        return -1;
    }

    private static bool StartsWith(ReadOnlySpan<byte> value, ReadOnlySpan<byte> part)
    {
        if (value.Length < part.Length)
            return false;
        for (var i = 0; i < part.Length; i++)
        {
            var letter = value[i];
            if (letter is >= (byte)'A' and <= (byte)'Z')
                letter += 32;
            if (letter != part[i])
                return false;
        }

        return true;
    }
}
