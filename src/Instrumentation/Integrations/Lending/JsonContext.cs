using System.Text;
using System.Text.Json;
using DdRun.Diagnostics;

namespace DdRun.Instrumentation.Integrations.Lending;

/// <summary>A context as a JSON object of headers, for what has room for one text.</summary>
internal static class JsonContext
{
    /// <param name="span">Whose it is.</param>
    /// <param name="more">What else goes along.</param>
    public static string Write(Span span, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var context = new Dictionary<string, string>(StringComparer.Ordinal);
        Propagator.Inject(SentContext.Of(span), context);
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in context)
                writer.WriteString(name, value);
            foreach (var (name, value) in more)
                writer.WriteString(name, value);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>Null where there is none.</summary>
    public static SpanContext? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            Log.Debug($"a context is no JSON: {e.Message}");
            return null;
        }
    }

    /// <summary>Null where there is none.</summary>
    public static SpanContext? Read(JsonElement context)
    {
        if (context.ValueKind != JsonValueKind.Object)
            return null;
        // Serializers that tell types add a member of their own.
        var members = context.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String);
        return Propagator.Extract(members.Select(member => KeyValuePair.Create(member.Name, member.Value.GetString()!)).ToList());
    }
}
