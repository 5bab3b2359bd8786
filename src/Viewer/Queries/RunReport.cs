using System.Text.Json;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Queries;

/// <summary>The runs, two of them compared, and what ran in each.</summary>
internal static class RunReport
{
    public static void Write(Utf8JsonWriter writer, SpanStore store)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        lock (store.Gate)
        {
            foreach (var run in store.Runs.All)
            {
                if (run.Spans == 0)
                    continue;
                writer.WriteStartObject();
                writer.WriteString("id"u8, run.Id);
                writer.WriteString("name"u8, run.Name);
                writer.WriteString("service"u8, run.Service);
                writer.WriteString("version"u8, run.Version);
                writer.WriteString("language"u8, run.Language);
                writer.WriteNumber("processId"u8, run.ProcessId);
                writer.WriteNumber("first"u8, run.First);
                writer.WriteNumber("last"u8, run.Last);
                writer.WriteNumber("spans"u8, run.Spans);
                writer.WriteNumber("errors"u8, run.Errors);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Per operation and resource: both runs' numbers. What is in one only is new or gone.</summary>
    public static void WriteComparison(Utf8JsonWriter writer, SpanStore store, Run left, Run right)
    {
        var groups = new Dictionary<(string Service, string Name, string Resource), (Group Left, Group Right)>();
        VisitSpans(store, (segment, index) =>
        {
            var run = segment.Runs[index];
            if (run != left.Number && run != right.Number)
                return;
            var key = (segment.Strings.Text(segment.Services[index]), segment.Strings.Text(segment.Names[index]), segment.Strings.Text(segment.Resources[index]));
            if (!groups.TryGetValue(key, out var pair))
            {
                if (groups.Count == 5000)
                    return;
                groups[key] = pair = (new(), new());
            }

            (run == left.Number ? pair.Left : pair.Right).Add(segment.Durations[index], segment.Errors[index]);
        });

        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        foreach (var ((service, name, resource), (a, b)) in groups.OrderByDescending(pair => Math.Max(pair.Value.Left.Durations.Sum, pair.Value.Right.Durations.Sum)))
        {
            writer.WriteStartObject();
            writer.WriteString("service"u8, service);
            writer.WriteString("name"u8, name);
            writer.WriteString("resource"u8, resource);
            writer.WriteStartObject("left"u8);
            a.Write(writer);
            writer.WriteEndObject();
            writer.WriteStartObject("right"u8);
            b.Write(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>What each process runs, with its calls and times: an operation by the component that made its span.</summary>
    public static void WriteMethods(Utf8JsonWriter writer, SpanStore store)
    {
        var groups = new Dictionary<(int Run, string Service, string Name, string Component), Group>();
        VisitSpans(store, (segment, index) =>
        {
            var tags = segment.Tags(index);
            var component = "";
            while (tags.Read())
                if (tags.KeyBytes.SequenceEqual("component"u8) || tags.KeyBytes.SequenceEqual("otel.library.name"u8))
                    component = tags.Value;
            var key = (segment.Runs[index], segment.Strings.Text(segment.Services[index]), segment.Strings.Text(segment.Names[index]), component);
            if (!groups.TryGetValue(key, out var group))
            {
                if (groups.Count == 5000)
                    return;
                groups[key] = group = new();
            }

            group.Add(segment.Durations[index], segment.Errors[index]);
        });

        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        foreach (var ((number, service, name, component), group) in groups.OrderByDescending(pair => pair.Value.Durations.Sum))
        {
            writer.WriteStartObject();
            writer.WriteString("run"u8, store.Runs[number].Id);
            writer.WriteNumber("processId"u8, store.Runs[number].ProcessId);
            writer.WriteString("service"u8, service);
            writer.WriteString("name"u8, name);
            writer.WriteString("component"u8, component);
            group.Write(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void VisitSpans(SpanStore store, Action<SpanSegment, int> visit)
    {
        SpanSegment[] segments;
        lock (store.Gate)
            segments = [.. store.Segments];
        foreach (var segment in segments)
        {
            // A segment at a time, so that what comes in gets its turn.
            lock (store.Gate)
            {
                for (var index = 0; index < segment.Count; index++)
                    visit(segment, index);
            }
        }
    }
}
