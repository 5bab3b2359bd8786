using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DdRun.Instrumentation.Manifests;

/// <summary><c>4.0-10</c>: from 4.0 up to all of 10. Either end may be missing.</summary>
internal sealed record VersionRange(int[] From, int[] To)
{
    public override string ToString() => From.AsSpan().SequenceEqual(To) ? string.Join('.', From) : $"{string.Join('.', From)}-{string.Join('.', To)}";

    public static bool TryParse(string text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (!TryParts(dash < 0 ? text : text[..dash], out var from) || !TryParts(dash < 0 ? text : text[(dash + 1)..], out var to) ||
            from.Length + to.Length == 0 || IsBefore(to, from))
            return false;
        range = new VersionRange(from, to);
        return true;
    }

    public bool Contains(Version version) => Compare(version, From) >= 0 && Compare(version, To) <= 0;

    /// <summary>How far a version is from the nearer end, in major and then in minor versions; zero inside.</summary>
    public (int Major, int Minor) Distance(Version version)
    {
        if (Contains(version))
            return default;
        var end = Compare(version, From) < 0 ? From : To;
        return (Math.Abs(version.Major - end[0]), Math.Abs(version.Minor - (end.Length > 1 ? end[1] : 0)));
    }

    private static int Compare(Version version, int[] bound)
    {
        for (var i = 0; i < bound.Length; i++)
        {
            var part = i switch { 0 => version.Major, 1 => version.Minor, 2 => version.Build, _ => version.Revision };
            if (Math.Max(part, 0) != bound[i])
                return Math.Max(part, 0) < bound[i] ? -1 : 1;
        }
        return 0;
    }

    private static bool IsBefore(int[] some, int[] others)
    {
        for (var i = 0; i < some.Length && i < others.Length; i++)
        {
            if (some[i] != others[i])
                return some[i] < others[i];
        }
        return false;
    }

    private static bool TryParts(string text, out int[] parts)
    {
        parts = [];
        text = text.Trim();
        if (text.Length == 0)
            return true;
        var words = text.Split('.');
        parts = new int[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (!int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out parts[i]))
                return false;
        }
        return words.Length <= 4;
    }
}
