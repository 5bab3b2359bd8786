using System.Globalization;

namespace DdRun.Text;

/// <summary>Ids as hexadecimal digits.</summary>
internal static class HexId
{
    /// <summary>1 to 32 digits of either case, and nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ulong high, out ulong low)
    {
        high = low = 0;
        if (text.Length <= 16)
            return TryParse(text, out low);
        return text.Length <= 32 && TryParse(text[..^16], out high) && TryParse(text[^16..], out low);
    }

    /// <summary>1 to 16 digits of either case, and nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ulong id)
    {
        id = 0;
        return text.Length is > 0 and <= 16 && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id);
    }

    public static bool IsLower(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!char.IsAsciiHexDigitLower(c))
                return false;
        return true;
    }

    /// <summary>16 digits. Not by the runtime's formatting: every start would have to load that.</summary>
    public static string Format(ulong id)
    {
        Span<char> digits = stackalloc char[16];
        for (var i = digits.Length - 1; i >= 0; i--, id >>= 4)
            digits[i] = "0123456789abcdef"[(int)(id & 15)];
        return new(digits);
    }

    public static string Format(ulong high, ulong low) => Format(high) + Format(low);

    /// <summary>Of 16 bytes. A <see cref="Guid"/>'s own text is made by vector code, which is not precompiled.</summary>
    public static string Format(ReadOnlySpan<byte> id)
    {
        // Not by BinaryPrimitives, which is in an assembly that a small app does not load.
        ulong high = 0, low = 0;
        for (var i = 0; i < sizeof(ulong); i++)
        {
            high = high << 8 | id[i];
            low = low << 8 | id[sizeof(ulong) + i];
        }
        return Format(high, low);
    }
}
