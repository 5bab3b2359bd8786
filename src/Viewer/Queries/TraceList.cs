using System.Text.Json;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Queries;

/// <summary>Traces as a list, their histogram, and their groups.</summary>
internal static class TraceList
{
    private const int MaxGroups = 1000;

    public static void Write(Utf8JsonWriter writer, TraceQuery query, long offset, int limit)
    {
        long total = 0, from = long.MaxValue, to = 0;
        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        if (string.IsNullOrWhiteSpace(query.Filter) && query is { Range: var range, MinDuration: 0, MaxDuration: long.MaxValue } && range == TimeRange.All)
        {
            // The usual case needs no look at every trace.
            lock (query.Store.Gate)
            {
                var rows = query.Store.Rows;
                var end = Math.Min(rows.End, query.Until);
                var later = rows.End - end;
                total = Math.Max(0, query.Store.Traces - later);
                var skip = offset;
                for (var number = end - 1; number >= rows.First && limit > 0; number--)
                {
                    if (rows[number].Spans == 0 || skip-- > 0)
                        continue;
                    WriteRow(writer, query.Store, number);
                    limit--;
                }
            }
        }
        else
        {
            query.Visit((number, _) =>
            {
                if (total >= offset && total < offset + limit)
                    WriteRow(writer, query.Store, number);
                total++;
                from = Math.Min(from, query.Store.Rows[number].Start);
                to = Math.Max(to, query.Store.Rows[number].Start);
                return true;
            });
        }

        writer.WriteEndArray();
        writer.WriteNumber("total"u8, total);
        writer.WriteNumber("end"u8, query.Store.Rows.End);
        writer.WriteEndObject();
    }

    public static void WriteRow(Utf8JsonWriter writer, SpanStore store, long number)
    {
        ref var row = ref store.Rows[number];
        var (segment, index) = store.Locate(row.Root);
        writer.WriteStartObject();
        writer.WriteNumber("number"u8, number);
        writer.WriteTraceId("id"u8, row.TraceIdHigh, row.TraceId);
        writer.WriteNumber("start"u8, row.Start);
        writer.WriteNumber("duration"u8, row.Duration);
        writer.WriteString("service"u8, segment.Strings[segment.Services[index]]);
        writer.WriteString("name"u8, segment.Strings[segment.Names[index]]);
        writer.WriteString("resource"u8, segment.Strings[segment.Resources[index]]);
        writer.WriteString("type"u8, segment.Strings[segment.Types[index]]);
        writer.WriteNumber("spans"u8, row.Spans);
        writer.WriteNumber("errors"u8, row.Errors);
        writer.WriteBoolean("complete"u8, row.HasRoot);
        var tags = segment.Tags(index);
        while (tags.Read())
        {
            if (tags.KeyBytes.SequenceEqual("http.status_code"u8) || tags.KeyBytes.SequenceEqual("http.response.status_code"u8))
            {
                writer.WriteString("status"u8, tags.Value);
                break;
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>How many traces took how long when: durations in steps of a quarter of a power of ten, from 1 µs on.</summary>
    public static void WriteHistogram(Utf8JsonWriter writer, TraceQuery query, int columns)
    {
        const int rows = 32;
        var traces = new List<(long Start, long Duration, bool Error)>();
        query.Visit((number, _) =>
        {
            ref var row = ref query.Store.Rows[number];
            traces.Add((row.Start, row.Duration, row.Errors > 0));
            return true;
        });
        long from = long.MaxValue, to = long.MinValue;
        foreach (var (start, _, _) in traces)
            (from, to) = (Math.Min(from, start), Math.Max(to, start));
        if (traces.Count == 0)
            (from, to) = (0, 0);
        var width = Math.Max(1, ((to - from) / columns) + 1);

        var counts = new int[columns, rows];
        var errors = new int[columns];
        var totals = new int[columns];
        foreach (var (start, duration, error) in traces)
        {
            var column = (int)((start - from) / width);
            counts[column, Math.Clamp((int)(4 * Math.Log10(Math.Max(1, duration / 1000.0))), 0, rows - 1)]++;
            totals[column]++;
            if (error)
                errors[column]++;
        }

        writer.WriteStartObject();
        writer.WriteNumber("from"u8, from);
        writer.WriteNumber("to"u8, to);
        writer.WriteNumber("width"u8, width);
        writer.WriteNumber("traces"u8, traces.Count);
        writer.WriteStartArray("columns"u8);
        for (var column = 0; column < columns; column++)
        {
            writer.WriteStartObject();
            writer.WriteNumber("count"u8, totals[column]);
            writer.WriteNumber("errors"u8, errors[column]);
            writer.WriteStartArray("durations"u8);
            for (var row = 0; row < rows && totals[column] > 0; row++)
                writer.WriteNumberValue(counts[column, row]);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <param name="by">service, name, resource, or the name of a tag.</param>
    public static void WriteGroups(Utf8JsonWriter writer, TraceQuery query, string by)
    {
        var groups = new Dictionary<(string Service, string Key), Group>();
        query.Visit((number, _) =>
        {
            ref var row = ref query.Store.Rows[number];
            var (segment, index) = query.Store.Locate(row.Root);
            var service = segment.Strings.Text(segment.Services[index]);
            var key = by switch
            {
                "service" => service,
                "name" => segment.Strings.Text(segment.Names[index]),
                "resource" => segment.Strings.Text(segment.Resources[index]),
                _ => segment.Tags(index) is var tags && tags.Find(System.Text.Encoding.UTF8.GetBytes(by)) ? tags.Value : "",
            };
            if (!groups.TryGetValue((service, key), out var group))
            {
                if (groups.Count == MaxGroups)
                    return true;
                groups[(service, key)] = group = new();
            }

            group.Add(row.Duration, row.Errors > 0);
            return true;
        });

        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        foreach (var ((service, key), group) in groups.OrderByDescending(pair => pair.Value.Durations.Sum))
        {
            writer.WriteStartObject();
            writer.WriteString("service"u8, service);
            writer.WriteString("key"u8, key);
            group.Write(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
