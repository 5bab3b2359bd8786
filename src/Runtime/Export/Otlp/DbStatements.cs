using DdRun.Export.Datadog.Stats.Obfuscation;

namespace DdRun.Export.Otlp;

/// <summary>
/// Statements without their values, remembered: one that comes again costs a look-up and allocates nothing. There is no agent that would take the
/// values out. On the writer's thread.
/// </summary>
internal sealed class DbStatements
{
    private const int MaxRemembered = 1000, LongestRemembered = 4096;

    private static readonly ObfuscationRules s_rules = new();

    private readonly Dictionary<string, DbStatement> _known = new(QuickTextComparer.Instance);

    public DbStatement OfSql(string statement)
    {
        if (_known.TryGetValue(statement, out var known))
            return known;
        known = DbStatement.Read(SqlObfuscator.Obfuscate(statement, s_rules));
        if (statement.Length > LongestRemembered)
            return known;
        if (_known.Count >= MaxRemembered)
            _known.Clear();
        _known.Add(statement, known);
        return known;
    }

    /// <summary>The values of a JSON text become <c>"?"</c>; its keys stay.</summary>
    public static string OfJson(string json)
    {
        var text = new System.Text.StringBuilder(json.Length);
        for (var i = 0; i < json.Length;)
        {
            var c = json[i];
            if (c is '{' or '}' or '[' or ']' or ',' or ':' || char.IsWhiteSpace(c))
            {
                text.Append(c);
                i++;
                continue;
            }
            var end = c == '"' ? EndOfText(json, i) : EndOfWord(json, i);
            var next = end;
            while (next < json.Length && char.IsWhiteSpace(json[next]))
                next++;
            if (next < json.Length && json[next] == ':')
                text.Append(json, i, end - i);
            else
                text.Append("\"?\"");
            i = end;
        }
        return text.ToString();
    }

    private static int EndOfText(string json, int start)
    {
        var i = start + 1;
        while (i < json.Length && json[i] != '"')
            i += json[i] == '\\' ? 2 : 1;
        return Math.Min(i + 1, json.Length);
    }

    private static int EndOfWord(string json, int start)
    {
        var i = start + 1;
        while (i < json.Length && json[i] is not ('{' or '}' or '[' or ']' or ',' or ':' or '"') && !char.IsWhiteSpace(json[i]))
            i++;
        return i;
    }
}
