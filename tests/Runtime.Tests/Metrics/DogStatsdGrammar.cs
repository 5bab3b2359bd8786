using System.Globalization;
using System.Text;

namespace DdRun.Runtime.Tests.Metrics;

/// <summary>What the protocol's documentation allows, read strictly; independent of the client's own code.</summary>
internal static class DogStatsdGrammar
{
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Lines of a packet; throws at the first thing that is not DogStatsD.</summary>
    public static IReadOnlyList<DogStatsdLine> Parse(ReadOnlySpan<byte> packet)
    {
        var text = s_strict.GetString(packet);
        Require(text.EndsWith('\n'), "the last line does not end", text);
        return [.. text[..^1].Split('\n').Select(ParseLine)];
    }

    public static DogStatsdLine ParseLine(string line)
    {
        Require(line.Length > 0, "empty line", line);
        Require(!line.Any(char.IsControl), "control character", line);
        if (line.StartsWith("_e{", StringComparison.Ordinal))
            return ParseEvent(line);
        if (line.StartsWith("_sc|", StringComparison.Ordinal))
            return ParseCheck(line);
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        Require(colon > 0, "no name", line);
        var name = line[..colon];
        Require(char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-'), "name", line);
        var parts = line[(colon + 1)..].Split('|');
        Require(parts.Length >= 2, "no type", line);
        Require(parts[1] is "c" or "g" or "h" or "d" or "ms" or "s", "type", line);
        var value = parts[1] == "s" ? 0 : Number(parts[0], line);
        Require(parts[1] != "s" || parts[0].Length > 0, "set member", line);
        var rest = new Fields(line, parts.AsSpan(2));
        var rate = rest.Take("@") is { } text ? Number(text, line) : 1;
        Require(rate is > 0 and <= 1, "rate", line);
        var tags = Tags(rest.Take("#"), line);
        var container = rest.Take("c:");
        rest.End();
        return new(name, parts[0], value, parts[1], rate, tags, container, line);
    }

    private static DogStatsdLine ParseEvent(string line)
    {
        var close = line.IndexOf("}:", StringComparison.Ordinal);
        Require(close > 0, "event header", line);
        var lengths = line[3..close].Split(',');
        Require(lengths.Length == 2, "event lengths", line);
        var body = s_strict.GetBytes(line[(close + 2)..]);
        var title = int.Parse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture);
        var text = int.Parse(lengths[1], NumberStyles.None, CultureInfo.InvariantCulture);
        Require(title > 0 && body.Length >= title + 1 + text && body[title] == '|', "event title", line);
        var rest = s_strict.GetString(body.AsSpan(title + 1 + text));
        Require(rest.Length == 0 || rest[0] == '|', "event text", line);
        var fields = new Fields(line, rest.Length == 0 ? [] : rest[1..].Split('|'));
        if (fields.Take("d:") is { } at)
            Number(at, line);
        fields.Take("h:");
        fields.Take("k:");
        Require(fields.Take("p:") is null or "normal" or "low", "priority", line);
        fields.Take("s:");
        Require(fields.Take("t:") is null or "error" or "warning" or "info" or "success", "alert type", line);
        var tags = Tags(fields.Take("#"), line);
        var container = fields.Take("c:");
        fields.End();
        return new(s_strict.GetString(body.AsSpan(0, title)), s_strict.GetString(body.AsSpan(title + 1, text)), 0, "_e", 1, tags, container, line);
    }

    private static DogStatsdLine ParseCheck(string line)
    {
        var parts = line.Split('|');
        Require(parts.Length >= 3 && parts[1].Length > 0, "check", line);
        Require(parts[2] is "0" or "1" or "2" or "3", "status", line);
        var fields = new Fields(line, parts.AsSpan(3));
        if (fields.Take("d:") is { } at)
            Number(at, line);
        fields.Take("h:");
        var tags = Tags(fields.Take("#"), line);
        fields.Take("m:");
        var container = fields.Take("c:");
        fields.End();
        return new(parts[1], parts[2], 0, "_sc", 1, tags, container, line);
    }

    private static string[] Tags(string? text, string line)
    {
        if (text == null)
            return [];
        var tags = text.Split(',');
        foreach (var tag in tags)
            Require(tag.Length > 0 && tag.EnumerateRunes().All(rune => Rune.IsLetterOrDigit(rune) || "_-:/.".Contains(rune.ToString(), StringComparison.Ordinal)), "tag", line);
        return tags;
    }

    private static double Number(string text, string line)
    {
        const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        Require(double.TryParse(text, plain, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value), "number", line);
        return value;
    }

    private static void Require(bool holds, string what, string line)
    {
        if (!holds)
            throw new FormatException($"Not DogStatsD ({what}): {line}");
    }

    /// <summary>Optional fields, which come in a fixed order.</summary>
    private ref struct Fields(string line, ReadOnlySpan<string> fields)
    {
        private ReadOnlySpan<string> _fields = fields;

        public string? Take(string start)
        {
            if (_fields.Length == 0 || !_fields[0].StartsWith(start, StringComparison.Ordinal))
                return null;
            var value = _fields[0][start.Length..];
            Require(value.Length > 0, "empty field", line);
            _fields = _fields[1..];
            return value;
        }

        public readonly void End() => Require(_fields.Length == 0, "unknown or misplaced field", line);
    }
}
