namespace DdRun.Http;

/// <summary>
/// The built-in expression for queries, as code: it starts without compiling anything, and takes time in proportion to the text.
/// Knows sensitive keys with their values (plain and in JSON), bearer and other tokens, private keys and ssh keys, percent-encoded or not.
/// </summary>
internal static class SecretScanner
{
    // A hyphen stands for an optional hyphen or underscore.
    private static readonly string[] s_keys =
    [
        "secret", "secret-key", "secret-key-id", "api-key", "api-key-id", "private-key", "private-key-id", "public-key", "public-key-id",
        "access-key", "access-key-id", "app-key", "app-key-id", "application-key", "application-key-id", "token",
        "consumer-id", "consumer-key", "consumer-secret", "sign", "signed", "signature", "auth", "authentication", "authorization", "pass", "pass-phrase",
    ];

    // Only these come with "old" or "new" before and a number behind.
    private static readonly string[] s_passwords = ["password", "passwd", "pword", "pwd"];

    /// <returns>How many characters of a secret the text starts with, or 0.</returns>
    public static int Match(ReadOnlySpan<char> text)
    {
        var c = char.ToLowerInvariant(text[0]);
        return c switch
        {
            '"' or '%' => Quote(text) is > 0 and var quote && quote < text.Length ? KeyAndValue(text, quote) : 0,
            'a' or 'c' or 'n' or 'o' or 'p' => KeyAndValue(text, 0),
            's' => KeyAndValue(text, 0) is > 0 and var length ? length : SecretText.SshKey(text),
            't' => KeyAndValue(text, 0) is > 0 and var length ? length : SecretText.Token(text),
            'b' => SecretText.Bearer(text),
            'g' => SecretText.GitHubToken(text),
            'e' => SecretText.WebToken(text) is > 0 and var length ? length : SecretText.SshKey(text),
            '-' => SecretText.PrivateKey(text),
            _ => 0,
        };
    }

    private static int KeyAndValue(ReadOnlySpan<char> text, int start)
    {
        foreach (var key in s_keys)
            if (After(text, Key(text, start, key)) is > 0 and var end)
                return end;
        foreach (var prefix in (ReadOnlySpan<string>)["", "old-", "new-"])
        {
            var afterPrefix = Key(text, start, prefix);
            if (afterPrefix < 0)
                continue;
            foreach (var stem in s_passwords)
                if (Key(text, afterPrefix, stem) is >= 0 and var afterStem && Password(text, afterStem) is > 0 and var end)
                    return end;
        }
        return 0;
    }

    private static int Password(ReadOnlySpan<char> text, int position) =>
        position < text.Length && text[position] is '1' or '2' ? After(text, position + 1) : After(text, position);

    /// <summary>Where a key that starts here ends, or -1.</summary>
    private static int Key(ReadOnlySpan<char> text, int position, string key)
    {
        foreach (var c in key)
        {
            if (position < text.Length && (c == '-' ? text[position] is '-' or '_' : (text[position] | 0x20) == c))
                position++;
            else if (c != '-')
                return -1;
        }
        return position;
    }

    /// <summary>Where the value after a key ends: <c>=value</c> up to the next ampersand, or <c>": "value"</c>. 0 = there is none.</summary>
    private static int After(ReadOnlySpan<char> text, int position)
    {
        if (position < 0)
            return 0;
        var value = SecretText.SkipBlanks(text, position);
        var equals = SecretText.Either(text[value..], "=", "%3D");
        if (equals > 0)
        {
            value += equals;
            var end = text[value..].IndexOf('&');
            if (end != 0 && value < text.Length)
                return end < 0 ? text.Length : value + end;
        }
        return Json(text, position);
    }

    private static int Json(ReadOnlySpan<char> text, int position)
    {
        var quote = Quote(text[position..]);
        if (quote == 0)
            return 0;
        position = SecretText.SkipBlanks(text, position + quote);
        var colon = SecretText.Either(text[position..], ":", "%3A");
        if (colon == 0)
            return 0;
        position = SecretText.SkipBlanks(text, position + colon);
        quote = Quote(text[position..]);
        if (quote == 0)
            return 0;
        position += quote;
        var length = JsonValue(text[position..]);
        if (length == 0)
            return 0;
        position += length;
        quote = Quote(text[position..]);
        return quote == 0 ? 0 : position + quote;
    }

    /// <summary>Text up to a quote, plain or encoded. What follows a percent sign belongs to it, a quote too.</summary>
    private static int JsonValue(ReadOnlySpan<char> text)
    {
        var position = 0;
        while (position < text.Length && text[position] != '"')
        {
            var length = text[position] != '%' ? 1 : position + 1 < text.Length && text[position + 1] == '2' ? 3 : 2;
            if (position + length > text.Length || (length == 3 && text[position + 2] == '2'))
                break;
            position += length;
        }
        return position;
    }

    private static int Quote(ReadOnlySpan<char> text) => SecretText.Either(text, "\"", "%22");
}
