namespace DdRun.Export.Otlp;

/// <summary>What a database span says about its statement.</summary>
/// <param name="Text">Without values.</param>
/// <param name="Operation">Such as <c>SELECT</c>; null where the statement does not say.</param>
/// <param name="Collection">The table that it is about first of all; null where it does not say.</param>
internal sealed record DbStatement(string Text, string? Operation, string? Collection)
{
    /// <summary>Few different texts for many statements: operation and collection.</summary>
    public string? Summary { get; } = Operation is null ? null : Collection is null ? Operation : Operation + " " + Collection;

    /// <summary>Reads a statement whose values have been taken out.</summary>
    public static DbStatement Read(string obfuscated)
    {
        var at = 0;
        var operation = Next(obfuscated, ref at)?.ToUpperInvariant();
        if (operation is null || !IsWord(operation))
            return new(obfuscated, null, null);
        string? collection = null;
        string? word;
        var previous = operation;
        while ((word = Next(obfuscated, ref at)) is not null)
        {
            if (Introduces(previous) && !Introduces(word) && word is not ("(" or "?" or ","))
            {
                collection = word;
                break;
            }
            previous = word.ToUpperInvariant() is "IF" or "NOT" or "EXISTS" or "ONLY" or "IGNORE" or "ALL" && Introduces(previous) ? previous : word;
        }
        return new(obfuscated, operation, collection);
    }

    private static bool Introduces(string word) => word.ToUpperInvariant() is "FROM" or "INTO" or "UPDATE" or "TABLE" or "JOIN" or "VIEW";

    private static bool IsWord(string text)
    {
        foreach (var c in text)
            if (!char.IsAsciiLetter(c))
                return false;
        return true;
    }

    private static string? Next(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        if (at == text.Length)
            return null;
        var start = at;
        if (text[at] is '(' or ')' or ',' or ';')
            return text[at++].ToString();
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('(' or ')' or ',' or ';'))
            at++;
        return text[start..at].Trim('"', '`', '[', ']');
    }
}
