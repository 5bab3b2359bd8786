using System.Buffers;
using System.Text;
using System.Text.Json;
using DdRun.Diagnostics;

namespace DdRun.Instrumentation.Integrations.Lending;

/// <summary>Adds to a JSON object that goes out, without understanding the rest of it.</summary>
internal static class JsonMember
{
    /// <summary>The object with one more member at its end, in place of any of that name; the others are as they were. Null for what is no object.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="name">What needs no escaping.</param>
    /// <param name="value">JSON.</param>
    public static byte[]? Put(ReadOnlySpan<byte> json, string name, string value)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            var with = new ArrayBufferWriter<byte>(json.Length + name.Length + value.Length + 8);
            with.Write("{"u8);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var start = (int)reader.TokenStartIndex;
                var isOurs = reader.ValueTextEquals(name);
                reader.Skip();
                if (isOurs)
                    continue;
                with.Write(json[start..(int)reader.BytesConsumed]);
                with.Write(","u8);
            }
            // Whatever follows the object would make it none.
            while (reader.Read())
            {
            }
            with.Write(Encoding.UTF8.GetBytes($"\"{name}\":{value}}}"));
            return with.WrittenSpan.ToArray();
        }
        catch (JsonException e)
        {
            Log.Debug($"what is sent is no JSON: {e.Message}");
            return null;
        }
    }
}
