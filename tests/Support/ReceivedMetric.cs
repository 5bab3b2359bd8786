using System.Globalization;

namespace DdRun.Testing;

/// <summary>One DogStatsD line.</summary>
public sealed record ReceivedMetric(string Name, double Value, string Type, IReadOnlyList<string> Tags, string Line)
{
    internal static ReceivedMetric Parse(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var parts = line[(colon + 1)..].Split('|');
        var tags = Array.Find(parts, part => part.StartsWith('#'))?[1..].Split(',') ?? [];
        _ = double.TryParse(parts[0], CultureInfo.InvariantCulture, out var value);
        return new(line[..colon], value, parts.Length > 1 ? parts[1] : "", tags, line);
    }

    public override string ToString() => Line;
}
