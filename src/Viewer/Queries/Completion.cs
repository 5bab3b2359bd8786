using System.Buffers;
using System.Text;
using System.Text.Json;
using DdRun.Viewer.Filters;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Queries;

/// <summary>How the last word of a filter can go on: names in front of a colon, values behind it.</summary>
internal static class Completion
{
    private static readonly SearchValues<char> Special = SearchValues.Create(" \"\\\t\r\n");

    private const int MaxWords = 40, MaxSegments = 4;

    public static void Write(Utf8JsonWriter writer, SpanStore store, string word)
    {
        var negated = word.StartsWith('-') ? "-" : "";
        word = word[negated.Length..];
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        var counts = new Dictionary<string, int>();
        lock (store.Gate)
        {
            // What came last is what is asked for.
            foreach (var segment in store.Segments.Reverse().Take(MaxSegments))
            {
                if (colon < 0)
                    CountKeys(counts, segment);
                else
                    CountValues(counts, segment, word[..colon].TrimStart('@'));
            }
        }

        var typed = colon < 0 ? word : word[(colon + 1)..].Trim('"');
        IEnumerable<string> words = counts.OrderByDescending(pair => pair.Value).Select(pair => pair.Key);
        if (colon < 0)
            words = FilterParser.FieldNames.Concat(words.Where(key => key[0] != '_'));
        else if (word[..colon] == "status")
            words = ["error", "ok"];
        else if (word[..colon] == "is")
            words = ["root"];
        else if (word[..colon] == "duration")
            words = [">10ms", ">100ms", ">1s", "<1ms"];

        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        foreach (var candidate in words.Where(candidate => candidate.Contains(typed, StringComparison.OrdinalIgnoreCase)).Distinct().Take(MaxWords))
            writer.WriteStringValue(colon < 0 ? $"{negated}{candidate}:" : $"{negated}{word[..colon]}:{Quote(candidate)}");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Quote(string value) => value.AsSpan().IndexOfAny(Special) < 0
        ? value
        : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static void CountKeys(Dictionary<string, int> counts, SpanSegment segment)
    {
        var numbers = new Dictionary<int, int>();
        for (var index = 0; index < segment.Count; index++)
        {
            var tags = segment.Tags(index);
            while (tags.Read())
                numbers[tags.Key] = numbers.GetValueOrDefault(tags.Key) + 1;
        }

        Merge(counts, numbers, segment);
    }

    private static void CountValues(Dictionary<string, int> counts, SpanSegment segment, string key)
    {
        var numbers = new Dictionary<int, int>();
        var column = key switch
        {
            "service" => segment.Services,
            "name" => segment.Names,
            "resource" => segment.Resources,
            "type" => segment.Types,
            _ => null,
        };
        var tag = segment.Strings.Find(Encoding.UTF8.GetBytes(key));
        for (var index = 0; index < segment.Count; index++)
        {
            if (column is not null)
            {
                numbers[column[index]] = numbers.GetValueOrDefault(column[index]) + 1;
                continue;
            }

            var tags = segment.Tags(index);
            while (tag != 0 && tags.Read())
            {
                if (tags.Key != tag)
                    continue;
                if (tags.IsNumber)
                    counts[tags.Value] = counts.GetValueOrDefault(tags.Value) + 1;
                else
                    numbers[tags.Text] = numbers.GetValueOrDefault(tags.Text) + 1;
            }
        }

        Merge(counts, numbers, segment);
    }

    private static void Merge(Dictionary<string, int> counts, Dictionary<int, int> numbers, SpanSegment segment)
    {
        foreach (var (number, count) in numbers)
            if (segment.Strings[number].Length is > 0 and < 200)
                counts[segment.Strings.Text(number)] = counts.GetValueOrDefault(segment.Strings.Text(number)) + count;
    }
}
