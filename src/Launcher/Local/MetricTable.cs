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
        foreach (var line in datagram.Split('\n', StringSplitOptions.RemoveEmptyEntries)) AddLine(line);
    }

    private void AddLine(string line)
    {
        // Events and service checks are no metrics.
        if (line.StartsWith("_e{", StringComparison.Ordinal) || line.StartsWith("_sc|", StringComparison.Ordinal)) return;

        var parts = line.Split('|');
        var colon = parts[0].IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || parts.Length < 2) return;
        var name = parts[0][..colon];
        var tags = Array.Find(parts, part => part.StartsWith('#'))?[1..] ?? "";
        foreach (var text in parts[0][(colon + 1)..].Split(':'))
        {
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) continue;
            var key = (name, tags);
            _values[key] = parts[1] == "c" && _values.TryGetValue(key, out var before) ? before + value : value;
        }
    }

    public string Render(Style style)
    {
        if (_values.Count == 0) return "";

        // What every metric carries (service, env, …) says nothing about the single one.
        var common = _values.Keys.Select(key => key.Tags.Split(',')).Aggregate<IEnumerable<string>>((left, right) => left.Intersect(right)).ToHashSet();
        var rows = _values
            .Select(pair => (pair.Key.Name, Tags: string.Join(' ', pair.Key.Tags.Split(',').Where(tag => !common.Contains(tag))), pair.Value))
            .OrderBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Tags, StringComparer.Ordinal).ToList();
        var width = rows.Max(row => row.Name.Length);

        var text = new StringBuilder().Append('\n').Append(style.Heading("Metrics, last values")).Append('\n');
        foreach (var (name, tags, value) in rows)
        {
            text.Append("  ").Append(name.PadRight(width)).Append("  ").Append(value.ToString("#,0.###", CultureInfo.InvariantCulture).PadLeft(15));
            if (tags.Length > 0) text.Append("  ").Append(style.Quiet(tags));
            text.Append('\n');
        }

        return text.ToString();
    }
}
