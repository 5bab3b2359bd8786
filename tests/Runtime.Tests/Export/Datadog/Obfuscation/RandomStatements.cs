using System.Globalization;
using DdRun.Export.Datadog.Stats.Obfuscation;

namespace DdRun.Runtime.Tests.Export.Datadog.Obfuscation;

/// <summary>Statements with values that nobody may see, and texts that are hardly any, from a seed.</summary>
internal sealed class RandomStatements(int seed)
{
    public const string Secret = "hunter";

    private static readonly string[] s_parts =
    [
        "SELECT", "select", "FROM", "WHERE", "IN", "AS", "as", "NULL", "SAVEPOINT", "UPDATE", "DELETE", "VALUES", "a", "b.c", "t1", "_", "@p", "#", "$1",
        "$", "$$", "$t$", "'", "''", "\"", "`", "\\", "[", "]", "(", ")", "{", "}", ",", ";", ":", "::", "=", ".", "-", "->", "--", "/*", "*/", "//", "\n",
        " ", "\t", "0", "1", "0x", "1e", ".5", "?", "%", "%(", "%s", "!", "~", "<", ">", "*", "+", "é", "名", "🥪", "𠮷", "\ud83e", "\udd6a", "\0", "\u0001",
    ];

    private readonly Random _random = new(seed);

    public ObfuscationRules Rules() => new() { ReplaceDigits = _random.Next(3) == 0, KeepAliases = _random.Next(3) == 0 };

    public string Text() => string.Concat(Enumerable.Range(0, _random.Next(1, 25)).Select(_ => Pick(s_parts)));

    /// <summary>A statement still without its values: each call with others.</summary>
    public Func<RandomStatements, string> Statement()
    {
        var table = Pick("dish", "menu.dish", "_d2", "gerät");
        var column = Pick("id", "name", "d.price", "größe");
        return _random.Next(6) switch
        {
            0 => values => $"SELECT {column} FROM {table} WHERE {column} = {values.Value()}",
            1 => values => $"SELECT * FROM {table} WHERE {column} IN ({values.Values()}) AND x > {values.Value()}",
            2 => values => $"INSERT INTO {table} ({column}, x) VALUES ({values.Values()}){values.Rows()}",
            3 => values => $"UPDATE {table} SET {column} = {values.Value()}, x = {values.Value()} WHERE ({column} BETWEEN {values.Value()} AND {values.Value()});",
            4 => values => $"DELETE FROM {table} WHERE {column} LIKE {values.Value()} OR f({values.Values()}) = {values.Value()} LIMIT {values.Value()}",
            _ => values => $"select {column} from {table} where x in (select x from y where z = {values.Value()})\n order by {column}",
        };
    }

    private string Value() => _random.Next(9) switch
    {
        0 => _random.Next().ToString(CultureInfo.InvariantCulture),
        1 => (-_random.NextDouble()).ToString("R", CultureInfo.InvariantCulture),
        2 => "0x" + _random.Next().ToString("x", CultureInfo.InvariantCulture),
        3 => "1.5e-" + _random.Next(300).ToString(CultureInfo.InvariantCulture),
        4 => $"$x$it's {Secret}$x$",
        5 => Pick("NULL", "true", "FALSE", "?", "$7", "%s"),
        6 => $"'{Secret}''s -- /* \"{_random.Next()}\"'",
        7 => $"'{Secret}\\'s {_random.Next()}'",
        _ => $"'{Pick("", " ", "名前", "🥪", "a,b", "(")}{Secret}'",
    };

    private string Values() => string.Join(", ", Enumerable.Range(0, _random.Next(1, 6)).Select(_ => Value()));

    private string Rows() => string.Concat(Enumerable.Range(0, _random.Next(4)).Select(_ => $", ({Values()})"));

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
