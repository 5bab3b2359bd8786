using System.Text.Json;
using DdRun.Linux;

namespace DdRun.Configuration;

/// <summary>A flat JSON object of settings by name: <c>{ "DD_ENV": "prod", "DD_TRACE_DEBUG": true }</c>.</summary>
internal static class SettingsFile
{
    private const int MaxBytes = 1024 * 1024;

    /// <returns>Null when there is no such file; otherwise its values, and in <paramref name="error"/> why it could not be read to its end.</returns>
    public static Dictionary<string, string>? TryRead(string path, out string? error)
    {
        error = null;
        try
        {
            return Files.Exists(path) ? Read(path, out error) : null;
        }
        catch (Exception e)
        {
            error = e.Message;
        }
        return [];
    }

    private static Dictionary<string, string> Read(string path, out string? error)
    {
        if (new FileInfo(path).Length <= MaxBytes)
            return Parse(File.ReadAllBytes(path), out error);
        error = "it is larger than 1 MiB";
        return [];
    }

    internal static Dictionary<string, string> Parse(ReadOnlySpan<byte> json, out string? error)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        error = null;
        if (json.StartsWith("\uFEFF"u8))
            json = json[3..];
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                error = "it is not a JSON object";
                return values;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (Value(ref reader) is { } value)
                    values[name] = value;
            }
        }
        catch (JsonException e)
        {
            error = e.Message;
        }
        return values;
    }

    // Rules and the like are JSON themselves and may be written without quoting them once more.
    private static string? Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                using (var document = JsonDocument.ParseValue(ref reader))
                    return document.RootElement.GetRawText();
            case JsonTokenType.Null:
                return null;
            default:
                return System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}
