namespace DdRun.Export.Datadog.Stats.Obfuscation;

/// <summary>The words that are no names. Only those that the agent knows: what is a name decides where a list of values ends.</summary>
internal static class SqlKeywords
{
    public static SqlTokenKind KindOf(ReadOnlySpan<char> word) => word.Length switch
    {
        2 when Is(word, "AS") => SqlTokenKind.As,
        4 when Is(word, "NULL") || Is(word, "TRUE") => SqlTokenKind.Literal,
        4 when Is(word, "FROM") || Is(word, "INTO") || Is(word, "JOIN") || Is(word, "DROP") => SqlTokenKind.Keyword,
        5 when Is(word, "FALSE") => SqlTokenKind.Literal,
        5 when Is(word, "LIMIT") || Is(word, "BEGIN") || Is(word, "ALTER") || Is(word, "GRANT") => SqlTokenKind.Keyword,
        6 when Is(word, "SELECT") => SqlTokenKind.Select,
        6 when Is(word, "UPDATE") => SqlTokenKind.Update,
        6 when Is(word, "DELETE") => SqlTokenKind.Delete,
        6 when Is(word, "INSERT") || Is(word, "COMMIT") || Is(word, "CREATE") || Is(word, "REVOKE") => SqlTokenKind.Keyword,
        8 when Is(word, "TRUNCATE") => SqlTokenKind.Keyword,
        9 when Is(word, "SAVEPOINT") => SqlTokenKind.Savepoint,
        _ => SqlTokenKind.Name,
    };

    private static bool Is(ReadOnlySpan<char> word, string keyword) => word.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
