using System.Text.Json;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Queries;

/// <summary>Metrics: which there are, and the points of one.</summary>
internal static class MetricReport
{
    private const int MaxSeries = 500;

    public static void WriteNames(Utf8JsonWriter writer, MetricStore store)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        lock (store.Gate)
        {
            foreach (var group in store.All.GroupBy(series => series.Name).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                var first = group.First();
                writer.WriteStartObject();
                writer.WriteString("name"u8, group.Key);
                writer.WriteString("kind"u8, Kind(first.Kind));
                writer.WriteString("unit"u8, first.Unit);
                writer.WriteNumber("series"u8, group.Count());
                writer.WriteStartArray("services"u8);
                foreach (var service in group.Select(series => MetricTags.Value(series.Tags, "service") ?? "").Where(service => service.Length > 0).Distinct())
                    writer.WriteStringValue(service);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <param name="names">Of the metrics; those that there are not are left out.</param>
    /// <param name="service">Only of this; null for all.</param>
    /// <param name="runtimeId">Only of this; null for all.</param>
    /// <param name="from">Seconds since 1970.</param>
    public static void WriteSeries(Utf8JsonWriter writer, MetricStore store, string[] names, string? service, string? runtimeId, long from)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        var left = MaxSeries;
        lock (store.Gate)
        {
            foreach (var series in store.All)
            {
                if (!names.Contains(series.Name) || (service is not null && MetricTags.Value(series.Tags, "service") != service)
                    || (runtimeId is not null && MetricTags.Value(series.Tags, "runtime-id") != runtimeId) || left-- <= 0)
                    continue;
                writer.WriteStartObject();
                writer.WriteString("name"u8, series.Name);
                writer.WriteString("kind"u8, Kind(series.Kind));
                writer.WriteString("unit"u8, series.Unit);
                writer.WriteStartObject("tags"u8);
                var seen = new HashSet<string>();
                foreach (var tag in series.Tags.Split(',', StringSplitOptions.RemoveEmptyEntries))
                {
                    var colon = tag.IndexOf(':', StringComparison.Ordinal);
                    var key = colon < 0 ? tag : tag[..colon];
                    if (seen.Add(key))
                        writer.WriteString(key, colon < 0 ? "" : tag[(colon + 1)..]);
                }

                writer.WriteEndObject();
                writer.WriteStartArray("points"u8);
                for (var i = 0; i < series.Count; i++)
                    if (series[i].Second >= from)
                        WritePoint(writer, series, i);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // [second, value] or, of a distribution, [second, mean, least, greatest, count].
    private static void WritePoint(Utf8JsonWriter writer, MetricSeries series, int index)
    {
        var point = series[index];
        writer.WriteStartArray();
        writer.WriteNumberValue(point.Second);
        if (series.Kind == MetricKind.Distribution)
        {
            writer.WriteNumberValue(point.Value / point.Count);
            writer.WriteNumberValue(point.Min);
            writer.WriteNumberValue(point.Max);
            writer.WriteNumberValue(point.Count);
        }
        else if (series.Kind == MetricKind.Total)
        {
            // What was added since the point before; a smaller total is a new start of the sender's.
            var before = index == 0 ? point.Value : series[index - 1].Value;
            writer.WriteNumberValue(point.Value >= before ? point.Value - before : point.Value);
        }
        else
        {
            writer.WriteNumberValue(point.Value);
        }

        writer.WriteEndArray();
    }

    private static string Kind(MetricKind kind) => kind switch
    {
        MetricKind.Count or MetricKind.Total or MetricKind.Set => "count",
        MetricKind.Distribution => "distribution",
        _ => "gauge",
    };
}
