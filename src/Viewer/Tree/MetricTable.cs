using System.Globalization;
using System.Text;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Tree;

/// <summary>The latest value of each metric; counts are added up.</summary>
internal sealed class MetricTable(Palette palette)
{
    /// <returns>Empty when there is none.</returns>
    public string Render(MetricStore metrics)
    {
        List<(string Name, string[] Tags, double Value)> all = [];
        lock (metrics.Gate)
        {
            foreach (var series in metrics.All)
                // How the client itself fares is nobody's question here.
                if (series.Count > 0 && !series.Name.StartsWith("datadog.dogstatsd.client.", StringComparison.Ordinal))
                    all.Add((series.Name, series.Tags.Split(','), series.Kind is MetricKind.Count or MetricKind.Set ? series.Sum : series.Last));
        }

        if (all.Count == 0)
            return "";

        var shared = SharedTags(all);
        var rows = all
            .Select(row => (row.Name, Tags: string.Join(' ', row.Tags.Where(tag => !shared.Contains(Key(tag)))), row.Value))
            .OrderBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Tags, StringComparer.Ordinal).ToList();
        var width = rows.Max(row => row.Name.Length);

        var text = new StringBuilder().Append('\n').Append(palette.Heading("Metrics, last values")).Append('\n');
        foreach (var (name, tags, value) in rows)
        {
            text.Append("  ").Append(name.PadRight(width)).Append("  ").Append(value.ToString("#,0.###", CultureInfo.InvariantCulture).PadLeft(15));
            if (tags.Length > 0)
                text.Append("  ").Append(palette.Quiet(tags));
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Keys whose only value stands on metrics of several names (service, env, …): they say nothing about the single one.</summary>
    private static HashSet<string> SharedTags(List<(string Name, string[] Tags, double Value)> all) => all
        .SelectMany(row => row.Tags.Select(tag => (row.Name, Tag: tag)))
        .GroupBy(pair => Key(pair.Tag))
        .Where(group => group.Select(pair => pair.Tag).Distinct().Count() == 1 && group.Select(pair => pair.Name).Distinct().Count() > 1)
        .Select(group => group.Key).ToHashSet();

    private static string Key(string tag) => tag.Split(':')[0];
}
