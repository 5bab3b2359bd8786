using System.Buffers;

namespace DdRun.Export.Datadog.Stats.Obfuscation;

/// <summary>A statement without its values, so that all that differ in nothing else are one.</summary>
internal static class SqlObfuscator
{
    /// <summary>What becomes of a text that cannot be told into names and values: nothing of it may be shown.</summary>
    public const string NotParsable = "Non-parsable SQL query";

    public static string Obfuscate(string sql, ObfuscationRules rules)
    {
        var buffer = ArrayPool<char>.Shared.Rent(2 * sql.Length);
        try
        {
            // Dialects differ in whether a backslash escapes what follows it. The one that makes sense of the whole statement is right.
            return Obfuscate(sql, rules, buffer, literalBackslashes: false, out var sawBackslash)
                ?? (sawBackslash ? Obfuscate(sql, rules, buffer, literalBackslashes: true, out _) : null)
                ?? NotParsable;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static string? Obfuscate(string sql, ObfuscationRules rules, Span<char> buffer, bool literalBackslashes, out bool sawBackslash)
    {
        var scanner = new SqlScanner(sql, literalBackslashes);
        var rewriter = new SqlRewriter(buffer, rules, literalBackslashes);
        scanner.Next();
        while (scanner.Kind is not (SqlTokenKind.End or SqlTokenKind.Invalid) && rewriter.TryAdd(scanner.Kind, scanner.Text))
            scanner.Next();
        sawBackslash = scanner.SawBackslash;
        if (scanner.Kind != SqlTokenKind.End || rewriter.Length == 0)
            return null;
        var result = buffer[..rewriter.Length];
        return result.SequenceEqual(sql) ? sql : result.ToString();
    }
}
