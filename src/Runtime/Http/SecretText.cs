using DdRun.Propagation;

namespace DdRun.Http;

/// <summary>Secrets that are known by their looks. Each answers how many characters of one the text starts with, or 0.</summary>
internal static class SecretText
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";
    private static readonly AsciiSet s_alphanumeric = new(Letters + Digits);
    private static readonly AsciiSet s_bearer = new(Letters + Digits + "._-");
    private static readonly AsciiSet s_webToken = new(Letters + Digits + "_=-");
    private static readonly AsciiSet s_webSignature = new(Letters + Digits + "_.+/=-");
    private static readonly AsciiSet s_sshKey = new(Letters + Digits + "/.+");
    private static readonly AsciiSet s_label = new(Letters + " \t\n\v\f\r");

    public static int Bearer(ReadOnlySpan<char> text)
    {
        var blanks = After(text, "bearer");
        if (blanks < 0)
            return 0;
        var token = SkipBlanks(text, blanks);
        var length = Run(text[token..], s_bearer);
        return token > blanks && length > 0 ? token + length : 0;
    }

    public static int Token(ReadOnlySpan<char> text)
    {
        const int tokenLength = 13;
        var position = After(text, "token");
        if (position < 0 || Either(text[position..], ":", "%3A") is not (> 0 and var colon))
            return 0;
        position += colon;
        return Run(text[position..], s_alphanumeric) >= tokenLength ? position + tokenLength : 0;
    }

    /// <summary><c>ghp_</c> and its kin, and 36 characters.</summary>
    public static int GitHubToken(ReadOnlySpan<char> text)
    {
        const int tokenLength = 36;
        if (text.Length < 4 + tokenLength || After(text, "gh") < 0 || !"opsu".Contains(char.ToLowerInvariant(text[2])) || text[3] != '_')
            return 0;
        return Run(text[4..], s_alphanumeric) >= tokenLength ? 4 + tokenLength : 0;
    }

    /// <summary>Two or three parts in base 64, the first two being JSON objects (<c>ey…</c>).</summary>
    public static int WebToken(ReadOnlySpan<char> text)
    {
        var first = JsonPart(text);
        if (first == 0 || first >= text.Length || text[first] != '.')
            return 0;
        var second = JsonPart(text[(first + 1)..]);
        if (second == 0)
            return 0;
        var end = first + 1 + second;
        if (end >= text.Length || text[end] != '.')
            return end;
        var signature = Run(text[(end + 1)..], s_webSignature, "%3D", "%2F", "%2B");
        return signature == 0 ? end : end + 1 + signature;
    }

    /// <summary>A PEM block.</summary>
    public static int PrivateKey(ReadOnlySpan<char> text)
    {
        var header = Dashes(text, "BEGIN");
        if (header == 0)
            return 0;
        var body = text[header..].IndexOf('-');
        if (body <= 0)
            return 0;
        var footer = Dashes(text[(header + body)..], "END");
        return footer == 0 ? 0 : header + body + footer;
    }

    /// <summary><c>ssh-rsa</c>, <c>ssh-dss</c> or <c>ecdsa-…-…</c>, a key of 100 characters or more, and a comment.</summary>
    public static int SshKey(ReadOnlySpan<char> text)
    {
        const int least = 100;
        var position = Math.Max(After(text, "ssh-rsa"), After(text, "ssh-dss"));
        if (position < 0)
            position = Ecdsa(text);
        if (position < 0)
            return 0;
        var key = SkipBlanks(text, position, "%09");
        if (key == position)
            return 0;
        var length = Run(text[key..], s_sshKey, out var characters, "%2F", "%5C", "%2B");
        if (characters < least)
            return 0;
        position = key + length;
        while (Either(text[position..], "=", "%3D") is > 0 and var padding)
            position += padding;
        var comment = SkipBlanks(text, position, "%09");
        var commentLength = comment > position ? Run(text[comment..], s_bearer) : 0;
        return commentLength > 0 ? comment + commentLength : position;
    }

    public static int SkipBlanks(ReadOnlySpan<char> text, int position, string alsoBlank = "%20")
    {
        while (position < text.Length)
        {
            if (IsBlank(text[position]))
                position++;
            else if (Starts(text[position..], "%20") || Starts(text[position..], alsoBlank))
                position += 3;
            else
                break;
        }
        return position;
    }

    public static int Either(ReadOnlySpan<char> text, string plain, string encoded) =>
        Starts(text, plain) ? plain.Length : Starts(text, encoded) ? encoded.Length : 0;

    private static int JsonPart(ReadOnlySpan<char> text)
    {
        if (text.Length < 4 || After(text, "ey") < 0 || char.ToLowerInvariant(text[2]) is < 'i' or > 'l')
            return 0;
        var length = Run(text[3..], s_webToken, "%3D");
        return length == 0 ? 0 : 3 + length;
    }

    private static int Ecdsa(ReadOnlySpan<char> text)
    {
        var position = After(text, "ecdsa-");
        if (position < 0)
            return -1;
        var curve = Run(text[position..], s_alphanumeric);
        position += curve;
        if (curve == 0 || position >= text.Length || text[position] != '-')
            return -1;
        var name = Run(text[++position..], s_alphanumeric);
        return name == 0 ? -1 : position + name;
    }

    /// <summary><c>-----BEGIN … PRIVATE KEY-----</c>. The dashes of the end may be cut off, and a line break belongs to it.</summary>
    private static int Dashes(ReadOnlySpan<char> text, string word)
    {
        const string dashes = "-----";
        if (After(text, dashes + word) is not (> 0 and var position))
            return 0;
        var label = text.Slice(position, Run(text[position..], s_label, "%20"));
        var end = PrivateKeyEnd(label, mustEnd: word == "BEGIN");
        if (end == 0)
            return 0;
        position += end;
        if (Starts(text[position..], dashes))
            position += dashes.Length;
        else if (word == "BEGIN")
            return 0;
        return word == "BEGIN" ? position : position + Either(text[position..], "\n", "%0A");
    }

    /// <summary>Where the last <c>PRIVATE KEY</c> of a label ends that has something before it, or 0.</summary>
    private static int PrivateKeyEnd(ReadOnlySpan<char> label, bool mustEnd)
    {
        for (var start = label.LastIndexOf("PRIVATE", StringComparison.OrdinalIgnoreCase); start > 0;
             start = label[..(start + 6)].LastIndexOf("PRIVATE", StringComparison.OrdinalIgnoreCase))
        {
            var blank = start + 7;
            blank += blank < label.Length && IsBlank(label[blank]) ? 1 : Starts(label[blank..], "%20") ? 3 : 0;
            if (blank > start + 7 && Starts(label[blank..], "KEY") && (!mustEnd || blank + 3 == label.Length))
                return blank + 3;
        }
        return 0;
    }

    private static int Run(ReadOnlySpan<char> text, AsciiSet characters, params ReadOnlySpan<string> escapes) => Run(text, characters, out _, escapes);

    // An escape counts as one.
    private static int Run(ReadOnlySpan<char> text, AsciiSet characters, out int count, params ReadOnlySpan<string> escapes)
    {
        var position = 0;
        for (count = 0; position < text.Length; count++)
        {
            if (characters.Contains(text[position]))
                position++;
            else if (StartsWithAny(text[position..], escapes))
                position += 3;
            else
                break;
        }
        return position;
    }

    private static bool IsBlank(char c) => c is ' ' or (>= '\t' and <= '\r');

    private static bool StartsWithAny(ReadOnlySpan<char> text, ReadOnlySpan<string> escapes)
    {
        foreach (var escape in escapes)
            if (Starts(text, escape))
                return true;
        return false;
    }

    private static int After(ReadOnlySpan<char> text, string word) => Starts(text, word) ? word.Length : -1;

    private static bool Starts(ReadOnlySpan<char> text, string word) => text.StartsWith(word, StringComparison.OrdinalIgnoreCase);
}
