using System.Globalization;
using DdRun.Probes.Expressions;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace DdRun.Instrumentation.Integrations.MongoDb;

/// <summary>A command as JSON, as much of it as a tag should hold. The rest is not even looked at: a command may have megabytes.</summary>
internal static class CommandText
{
    private const int MaxTextLength = 1_000;
    private const int MaxDepth = 32;
    private const string More = "...";

    private static readonly JsonWriterSettings s_settings = new();

    static CommandText()
    {
        // By name: the numbers differ between versions of the library. What a shell understands is no JSON.
        if (Enum.TryParse<JsonOutputMode>("RelaxedExtendedJson", out var mode))
            s_settings.OutputMode = mode;
    }

    public static string Of(BsonDocument command)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var writer = new JsonWriter(text, s_settings);
        Write(command, writer, text, 0);
        return text.ToString();
    }

    private static void Write(BsonDocument document, JsonWriter writer, StringWriter text, int depth)
    {
        writer.WriteStartDocument();
        foreach (var element in document)
        {
            if (IsFull(text))
            {
                writer.WriteString(More, More);
                break;
            }
            writer.WriteName(element.Name);
            Write(element.Value, writer, text, depth + 1);
        }
        writer.WriteEndDocument();
    }

    private static void Write(BsonArray array, JsonWriter writer, StringWriter text, int depth)
    {
        writer.WriteStartArray();
        foreach (var value in array)
        {
            if (IsFull(text))
            {
                writer.WriteString(More);
                break;
            }
            Write(value, writer, text, depth + 1);
        }
        writer.WriteEndArray();
    }

    private static void Write(BsonValue value, JsonWriter writer, StringWriter text, int depth)
    {
        switch (value)
        {
            case BsonDocument or BsonArray when depth == MaxDepth:
                writer.WriteString(More);
                break;
            // An object of the application's, which becomes a document when it is looked at. The driver's own stays what it is.
            case BsonDocumentWrapper { IsMaterialized: false } wrapper:
                Write((BsonDocument)wrapper.Clone(), writer, text, depth);
                break;
            case BsonDocument document:
                Write(document, writer, text, depth);
                break;
            case BsonArray array:
                Write(array, writer, text, depth);
                break;
            case BsonBinaryData { SubType: not (BsonBinarySubType.UuidStandard or BsonBinarySubType.UuidLegacy) }:
                writer.WriteString("<Truncated>");
                break;
            case BsonString { Value.Length: > MaxTextLength } content:
                writer.WriteString(Cut(content.Value));
                break;
            case BsonJavaScript { Code.Length: > MaxTextLength } script:
                writer.WriteString(Cut(script.Code));
                break;
            default:
                BsonValueSerializer.Instance.Serialize(BsonSerializationContext.CreateRoot(writer), value);
                break;
        }
    }

    private static bool IsFull(StringWriter text) => text.GetStringBuilder().Length >= CaptureText.MaxLength;

    // Never half of a surrogate pair.
    private static string Cut(string text) => string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength), More);
}
