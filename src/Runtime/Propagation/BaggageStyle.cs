using System.Buffers;
using System.Text;

namespace DdRun.Propagation;

/// <summary>W3C <c>baggage</c>. Properties after a semicolon stay part of the value.</summary>
internal static class BaggageStyle
{
    public const string Header = "baggage";
    private const int MaxItems = 64;
    private const int MaxBytes = 8192;
    private const string HexDigits = "0123456789ABCDEF";

    // RFC 7230 token, and what readers of values tolerate besides; without the percent sign, so that it survives, and the equals sign.
    private static readonly AsciiSet s_keyCharacters = new("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&'*+-.^_`|~");
    private static readonly AsciiSet s_valueCharacters = new("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&'()*+-./:<>?@[]^_`{|}~");

    /// <returns>The items; null when there are none or one of them is malformed.</returns>
    public static Baggage? Extract(HeaderReader headers) => headers.Get(Header) is { Length: > 0 } text ? Extract(text) : null;

    /// <inheritdoc cref="Extract(HeaderReader)"/>
    public static Baggage? Extract(string text)
    {
        var baggage = new Baggage();
        var bytes = -1;
        foreach (var item in new Parts(text, ','))
        {
            if (baggage.Count == MaxItems)
                break;
            var equals = item.IndexOf('=');
            if (equals < 0)
                return null;
            bytes += Encoding.UTF8.GetByteCount(item) + 1;
            if (bytes > MaxBytes)
                break;
            var key = Decode(item[..equals].Trim());
            var value = Decode(item[(equals + 1)..].Trim());
            if (key.Length == 0 || value.Length == 0)
                return null;
            baggage.Set(key, value);
        }
        return baggage.Count == 0 ? null : baggage;
    }

    public static void Inject<TCarrier>(Baggage baggage, TCarrier carrier, Action<TCarrier, string, string> set)
    {
        var text = new StringBuilder();
        var count = 0;
        foreach (var (key, value) in baggage.Items)
        {
            // An empty value would make readers throw all items away.
            var name = key.AsSpan().Trim();
            var content = value.AsSpan().Trim();
            if (name.IsEmpty || content.IsEmpty)
                continue;
            var before = text.Length;
            if (before > 0)
                text.Append(',');
            Encode(text, name, s_keyCharacters);
            text.Append('=');
            Encode(text, content, s_valueCharacters);
            if (text.Length > MaxBytes)
            {
                text.Length = before;
                break;
            }
            if (++count == MaxItems)
                break;
        }
        if (text.Length > 0)
            set(carrier, Header, text.ToString());
    }

    private static void Encode(StringBuilder text, ReadOnlySpan<char> value, AsciiSet allowed)
    {
        Span<byte> utf8 = stackalloc byte[4];
        while (!value.IsEmpty)
        {
            var plain = allowed.Run(value);
            text.Append(value[..plain]);
            value = value[plain..];
            if (value.IsEmpty)
                return;
            Rune.DecodeFromUtf16(value, out var rune, out var consumed);
            foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
                text.Append('%').Append(HexDigits[b >> 4]).Append(HexDigits[b & 15]);
            value = value[consumed..];
        }
    }

    /// <summary>What is no valid escape stays as it stands.</summary>
    private static string Decode(ReadOnlySpan<char> text)
    {
        if (!text.Contains('%'))
            return text.ToString();
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = 0;
        while (!text.IsEmpty)
        {
            var percent = text.IndexOf('%');
            if (percent != 0)
            {
                var plain = percent < 0 ? text : text[..percent];
                length += Encoding.UTF8.GetBytes(plain, rented.AsSpan(length));
                text = text[plain.Length..];
            }
            else if (text.Length >= 3 && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]))
            {
                rented[length++] = (byte)(Digit(text[1]) << 4 | Digit(text[2]));
                text = text[3..];
            }
            else
            {
                rented[length++] = (byte)'%';
                text = text[1..];
            }
        }
        var decoded = Encoding.UTF8.GetString(rented, 0, length);
        ArrayPool<byte>.Shared.Return(rented);
        return decoded;
    }

    private static int Digit(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
