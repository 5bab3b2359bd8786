using System.Text;
using System.Text.Json;
using DdRun.Diagnostics;
using DdRun.Instrumentation.Integrations.Lending;

namespace DdRun.Instrumentation.Integrations.Hangfire;

/// <summary>The parameter of a job that holds the context it was created in: a dictionary, which is kept as JSON.</summary>
internal static class JobParameter
{
    public const string Name = "datadog_context_key";

    public static string Write(Span span)
    {
        var context = new Dictionary<string, string>(StringComparer.Ordinal);
        Propagator.Inject(SentContext.Of(span), context);
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in context)
                writer.WriteString(name, value);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    public static SpanContext? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            // Serializers that tell types add a member of their own.
            var context = document.RootElement.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String);
            return Propagator.Extract(context.Select(member => KeyValuePair.Create(member.Name, member.Value.GetString()!)).ToList());
        }
        catch (JsonException e)
        {
            Log.Debug($"the parameter {Name} of a job is no JSON: {e.Message}");
            return null;
        }
    }
}
