namespace DdRun.Instrumentation.Live.Rendering;

/// <summary>Names of what is not shown.</summary>
internal static class SecretNames
{
    public const string Instead = "‹redacted›";

    private static readonly string[] s_parts =
        ["password", "passwd", "passphrase", "secret", "token", "authorization", "apikey", "accesskey", "privatekey", "connectionstring", "credential", "cookie", "signature"];

    private static readonly string[] s_whole = ["pwd", "pin", "auth", "cvv", "cvc", "otp", "jwt", "bearer", "sas"];

    public static bool Contain(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return false;
        Span<char> letters = stackalloc char[Math.Min(name.Length, 128)];
        var count = 0;
        foreach (var letter in name)
        {
            // API_KEY, api-key, ApiKey.
            if (char.IsAsciiLetterOrDigit(letter) && count < letters.Length)
                letters[count++] = char.ToLowerInvariant(letter);
        }
        ReadOnlySpan<char> simple = letters[..count];
        foreach (var part in s_parts)
        {
            if (simple.IndexOf(part) >= 0)
                return true;
        }
        foreach (var whole in s_whole)
        {
            if (simple.SequenceEqual(whole))
                return true;
        }
        return false;
    }

    /// <summary>Whether a value of that name is kept back: what tells nothing is not.</summary>
    public static bool Hide(string? name, object? value) => value is not (null or bool or CancellationToken or int or long) && Contain(name);
}
