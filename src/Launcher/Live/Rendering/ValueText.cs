using System.Globalization;
using System.Text;
using System.Text.Json;
using DdRun.Launcher.Live.Channel;

namespace DdRun.Launcher.Live.Rendering;

/// <summary>A value of the process's as text: on one line where that fits, else a line a member.</summary>
internal static class ValueText
{
    private const string Redacted = "‹redacted›", Indent = "  ";
    private const int MaxDepth = 32;

    /// <param name="value">As the process rendered it: JSON, objects with their type in <c>$type</c>, collections with <c>$count</c> and <c>$items</c>.</param>
    /// <param name="width">Of a line; null for as long as it takes.</param>
    public static IReadOnlyList<string> Lines(JsonElement value, int? width)
    {
        var line = Line(value);
        if (width is null || line.Length <= width || value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            return [width is { } most ? Terminal.Cut(line, most) : line];
        var lines = new List<string>();
        Append(lines, "", value, "", width.Value, 0);
        return lines;
    }

    public static string Line(JsonElement value)
    {
        var text = new StringBuilder();
        Append(text, value, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement value, int depth)
    {
        if (depth > MaxDepth)
        {
            text.Append('…');
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                text.Append(Quoted(value.GetString()!));
                break;
            case JsonValueKind.Array:
                AppendItems(text, value.EnumerateArray(), depth);
                break;
            case JsonValueKind.Object when value.Text("$error") is { } error:
                text.Append("‹threw ").Append(Printable.Of(error)).Append('›');
                break;
            case JsonValueKind.Object:
                AppendObject(text, value, depth);
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonElement value, int depth)
    {
        text.Append(Head(value));
        if (value.Member("$items") is { ValueKind: JsonValueKind.Array } items)
        {
            text.Append(' ');
            AppendItems(text, items.EnumerateArray(), depth, Rest(value, items));
            return;
        }

        var isFirst = true;
        foreach (var member in Members(value))
        {
            text.Append(isFirst ? " { " : ", ").Append(Printable.Of(member.Name)).Append(": ");
            Append(text, member.Value, depth + 1);
            isFirst = false;
        }

        if (!isFirst)
            text.Append(" }");
    }

    private static void AppendItems(StringBuilder text, JsonElement.ArrayEnumerator items, int depth, long rest = 0)
    {
        text.Append('[');
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst)
                text.Append(", ");
            Append(text, item, depth + 1);
            isFirst = false;
        }

        if (rest > 0)
            text.Append(isFirst ? "…" : ", …");
        text.Append(']');
    }

    private static void Append(List<string> lines, string name, JsonElement value, string indent, int width, int depth)
    {
        var start = indent + (name.Length > 0 ? name + ": " : "");
        var line = Line(value);
        if (start.Length + line.Length <= width || value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) || depth > MaxDepth)
        {
            lines.Add(Terminal.Cut(start + line, Math.Max(8, width)));
            return;
        }

        lines.Add(Terminal.Cut(start + (value.ValueKind == JsonValueKind.Object ? Head(value) : "[]"), Math.Max(8, width)));
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in Members(value))
                Append(lines, Printable.Of(member.Name), member.Value, indent + Indent, width, depth + 1);
        }

        if ((value.ValueKind == JsonValueKind.Array ? value : value.Member("$items")) is not { ValueKind: JsonValueKind.Array } items)
            return;
        var index = 0;
        foreach (var item in items.EnumerateArray())
            Append(lines, string.Create(CultureInfo.InvariantCulture, $"[{index++}]"), item, indent + Indent, width, depth + 1);
        if (Rest(value, items) is > 0 and var rest)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{indent}{Indent}… {rest:N0} more"));
    }

    private static string Head(JsonElement value)
    {
        var type = Printable.Of(value.Text("$type") ?? "");
        return value.Member("$count") is { } count ? $"{type}({Printable.Of(count.GetRawText())})" : type.Length > 0 ? type : "{}";
    }

    private static IEnumerable<JsonProperty> Members(JsonElement value)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (member.Name is not ("$type" or "$count" or "$items"))
                yield return member;
        }
    }

    private static long Rest(JsonElement value, JsonElement items) => value.ValueKind == JsonValueKind.Object ? value.Number("$count") - items.GetArrayLength() : 0;

    private static string Quoted(string text) => text == Redacted ? text : $"\"{Printable.Of(text)}\"";
}
