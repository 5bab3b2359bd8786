namespace DdRun.Identity;

/// <summary>Reads a container's id out of lines of <c>/proc/self/cgroup</c>. Texts and no spans: their methods are in an assembly that a small app does not load.</summary>
internal static class ContainerId
{
    /// <returns>The id, or null when the line is none of a container.</returns>
    public static string? FromLine(string line) => TryParse(line, out _, out var path) ? FromPath(path, out _) : null;

    /// <summary><c>id:controllers:path</c>.</summary>
    public static bool TryParse(string line, out string[] controllers, out string path)
    {
        controllers = [];
        path = "";
        line = line.Trim();
        var first = line.IndexOf(':', StringComparison.Ordinal);
        if (first <= 0 || !IsNumber(line[..first]))
            return false;
        var second = line.IndexOf(':', first + 1);
        if (second < 0)
            return false;
        controllers = line[(first + 1)..second].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        path = line[(second + 1)..];
        return path.Length > 0;
    }

    /// <summary>The id stands at the end of the last part of the path, bare or as <c>runtime-id.scope</c>.</summary>
    public static string? FromPath(string path, out string? podId)
    {
        var slash = path.LastIndexOf('/');
        podId = slash < 0 ? null : PodId(path[..slash]);
        var name = path[(slash + 1)..];
        if (EndsWithUuid(name, 28))
            return name[^28..];
        if (name.EndsWith(".scope", StringComparison.Ordinal))
            name = name[..^6];
        if (EndsWithHex(name, 64))
            return name[^64..];
        if (EndsWithUuid(name, 36))
            return name[^36..];
        return Task(name);
    }

    /// <summary>A Fargate task: 32 hex digits, a dash, a number.</summary>
    private static string? Task(string text)
    {
        var dash = text.LastIndexOf('-');
        if (dash < 32 || dash == text.Length - 1 || !IsNumber(text[(dash + 1)..]))
            return null;
        return EndsWithHex(text[..dash], 32) ? text[(dash - 32)..] : null;
    }

    /// <summary>8-4-4-4 hex digits, then -12 (36 characters) or, in Cloud Foundry, -4 (28 characters).</summary>
    private static bool EndsWithUuid(string text, int length)
    {
        if (text.Length < length)
            return false;
        text = text[^length..];
        for (var i = 0; i < length; i++)
        {
            var separator = i is 8 or 13 or 18 or 23;
            if (separator ? text[i] != '-' && (text[i] != '_' || length != 36) : !char.IsAsciiHexDigitLower(text[i]))
                return false;
        }
        return true;
    }

    // Not by a search for anything else, which would load vectors.
    private static bool IsNumber(string text)
    {
        foreach (var digit in text)
            if (digit is < '0' or > '9')
                return false;
        return true;
    }

    private static bool EndsWithHex(string text, int length)
    {
        if (text.Length < length)
            return false;
        foreach (var c in text[^length..])
            if (!char.IsAsciiHexDigitLower(c))
                return false;
        return true;
    }

    private static string? PodId(string parents)
    {
        var name = parents[(parents.LastIndexOf('/') + 1)..];
        if (!name.StartsWith("pod", StringComparison.Ordinal))
            return null;
        name = name[3..];
        if (name.Length == 28 && EndsWithUuid(name, 28))
            return name;
        if (name.EndsWith(".slice", StringComparison.Ordinal))
            name = name[..^6];
        return name.Length == 36 && EndsWithUuid(name, 36) ? name : null;
    }
}
