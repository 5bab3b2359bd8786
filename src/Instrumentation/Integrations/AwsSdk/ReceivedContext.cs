using System.Collections;
using System.Text;
using System.Text.Json;
using DdRun.Diagnostics;
using DdRun.Instrumentation.Integrations.Lending;

namespace DdRun.Instrumentation.Integrations.AwsSdk;

/// <summary>What a message or record carries, whichever way it came: from its sender, from a topic or a bus of events that a queue listens to, or out of a stream.</summary>
internal static class ReceivedContext
{
    /// <summary>An attribute, or a member of JSON.</summary>
    public const string Name = "_datadog";

    private static readonly PropertyReader<IDictionary> s_attributes = new("MessageAttributes");
    private static readonly PropertyReader<string> s_text = new("StringValue"), s_body = new("Body");
    private static readonly PropertyReader<MemoryStream> s_binary = new("BinaryValue"), s_data = new("Data");

    /// <summary>Null where there is none.</summary>
    public static SpanContext? Of(object? message)
    {
        if (s_attributes.Read(message) is { } attributes && attributes.Contains(Name))
            return JsonContext.Read(s_text.Read(attributes[Name]) ?? (s_binary.Read(attributes[Name]) is { } bytes ? Encoding.UTF8.GetString(bytes.ToArray()) : null));
        if (s_body.Read(message) is { } body)
            return body.Contains(Name, StringComparison.Ordinal) ? In(Encoding.UTF8.GetBytes(body)) : null;
        return s_data.Read(message) is { } data ? In(data.TryGetBuffer(out var buffer) ? buffer : data.ToArray()) : null;
    }

    private static SpanContext? In(ReadOnlyMemory<byte> json)
    {
        if (json.Span.IndexOf("\"_datadog\""u8) < 0)
            return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return Member(root, Name) is { } own ? JsonContext.Read(own)
                : Member(Member(root, "detail"), Name) is { } detail ? JsonContext.Read(detail)
                : Member(Member(Member(root, "MessageAttributes"), Name), "Value") is { ValueKind: JsonValueKind.String } value ? JsonContext.Read(Text(value))
                : null;
        }
        catch (JsonException e)
        {
            Log.Debug($"a message is no JSON: {e.Message}");
            return null;
        }
    }

    // A topic writes bytes as Base64.
    private static string? Text(JsonElement value) => value.TryGetBytesFromBase64(out var bytes) ? Encoding.UTF8.GetString(bytes) : value.GetString();

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) ? member : null;
}
