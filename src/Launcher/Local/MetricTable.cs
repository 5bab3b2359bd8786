using System.Globalization;
using System.Text;
using DdRun.Launcher.Cli;

namespace DdRun.Launcher.Local;

/// <summary>The latest value of each metric, from DogStatsD datagrams; counts are added up.</summary>
internal sealed class MetricTable
{
    private readonly Dictionary<(string Name, string Tags), double> _values = [];

    public void Add(string datagram)
    {
        foreach (var line in datagram.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            AddLine(line);
    }

    private void AddLine(string line)
    {
        // Events and service checks are no metrics, and how the client itself fares is nobody's question here.
        if (line.StartsWith("_e{", StringComparison.Ordinal) || line.StartsWith("_sc|", StringComparison.Ordinal))
            return;
        if (line.StartsWith("datadog.dogstatsd.client.", StringComparison.Ordinal))
            return;

        var parts = line.Split('|');
        var colon = parts[0].IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || parts.Length < 2)
            return;
        var name = parts[0][..colon];
        var tags = Array.Find(parts, part => part.StartsWith('#'))?[1..] ?? "";
        foreach (var text in parts[0][(colon + 1)..].Split(':'))
        {
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                continue;
            var key = (name, tags);
            _values[key] = parts[1] == "c" && _values.TryGetValue(key, out var before) ? before + value : value;
        }
    }

    public string Render(Style style)
    {
        if (_values.Count == 0)
            return "";

        var shared = SharedTags();
        var rows = _values
            .Select(pair => (pair.Key.Name, Tags: string.Join(' ', pair.Key.Tags.Split(',').Where(tag => !shared.Contains(Key(tag)))), pair.Value))
            .OrderBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Tags, StringComparer.Ordinal).ToList();
        var width = rows.Max(row => row.Name.Length);

        var text = new StringBuilder().Append('\n').Append(style.Heading("Metrics, last values")).Append('\n');
        foreach (var (name, tags, value) in rows)
        {
            text.Append("  ").Append(name.PadRight(width)).Append("  ").Append(value.ToString("#,0.###", CultureInfo.InvariantCulture).PadLeft(15));
            if (tags.Length > 0)
                text.Append("  ").Append(style.Quiet(tags));
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Keys whose only value stands on metrics of several names (service, env, …): they say nothing about the single one.</summary>
    private HashSet<string> SharedTags() => _values.Keys
        .SelectMany(row => row.Tags.Split(',').Select(tag => (row.Name, Tag: tag)))
        .GroupBy(pair => Key(pair.Tag))
        .Where(group => group.Select(pair => pair.Tag).Distinct().Count() == 1 && group.Select(pair => pair.Name).Distinct().Count() > 1)
        .Select(group => group.Key).ToHashSet();

    private static string Key(string tag) => tag.Split(':')[0];
}
