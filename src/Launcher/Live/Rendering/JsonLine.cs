using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DdRun.Launcher.Live.Rendering;

/// <summary>One JSON object as one line, with escapes for what a terminal would obey or turn around.</summary>
internal static class JsonLine
{
    // The other encoders escape what HTML would take for its own, and with it every generic type.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        var line = Encoding.UTF8.GetString(buffer.WrittenSpan);
        if (Ascii.IsValid(line))
            return line;
        // Format characters, which the encoder lets through, stand in texts only.
        var safe = new StringBuilder(line.Length);
        foreach (var letter in line)
        {
            if (letter > '\u007f' && CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.Control)
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}");
            else
                safe.Append(letter);
        }

        return safe.ToString();
    }
}
