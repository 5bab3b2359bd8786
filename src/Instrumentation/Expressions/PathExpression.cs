using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DdRun.Instrumentation.Expressions;

/// <summary>A path over <c>this</c>, an argument by name or number, or <c>return</c>; or <c>method</c> or <c>type</c>.</summary>
internal sealed record PathExpression(PathRoot Root, string Name, int Index, PathStep[] Steps)
{
    public static bool TryParse(string text, [NotNullWhen(true)] out PathExpression? path, out string error, out int column)
    {
        path = null;
        (error, column) = ("", 0);
        var at = 0;
        SkipSpaces(text, ref at);
        var start = at;
        var name = Identifier(text, ref at);
        if (name.Length == 0)
            return Fail(at, "an argument's name or number, 'this', 'return', 'method' or 'type' is expected", out error, out column);
        var index = -1;
        if (char.IsAsciiDigit(name[0]) && !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out index))
            return Fail(start, $"'{name}' is no argument number", out error, out column);
        var root = name switch
        {
            "this" => PathRoot.This,
            "return" => PathRoot.Return,
            "method" => PathRoot.Method,
            "type" => PathRoot.Type,
            _ => PathRoot.Argument,
        };
        var steps = new List<PathStep>();
        while (true)
        {
            SkipSpaces(text, ref at);
            if (at == text.Length)
                break;
            if (root is PathRoot.Method or PathRoot.Type)
                return Fail(at, $"'{name}' has no members", out error, out column);
            if (!TryStep(text, ref at, out var step, out error))
            {
                column = at;
                return false;
            }
            steps.Add(step);
        }
        path = new PathExpression(root, name, index, [.. steps]);
        return true;
    }

    public override string ToString()
    {
        var text = Name;
        foreach (var step in Steps)
            text += step.Member is null ? step.ToString() : "." + step;
        return text;
    }

    private static bool TryStep(string text, ref int at, out PathStep step, out string error)
    {
        step = default;
        error = "";
        if (text[at] is '.' or '?')
        {
            at += text[at] == '?' && at + 1 < text.Length && text[at + 1] == '.' ? 2 : 1;
            SkipSpaces(text, ref at);
            var member = Identifier(text, ref at);
            if (member.Length == 0 || char.IsAsciiDigit(member[0]))
            {
                error = "a member's name is expected after '.'";
                return false;
            }
            step = new PathStep(member);
            return true;
        }
        if (text[at] != '[')
        {
            error = $"'{text[at]}' is not expected here: paths are made of '.member' and '[index]'";
            return false;
        }
        var close = text.IndexOf(']', at);
        if (close < 0)
        {
            error = "'[' without ']'";
            return false;
        }
        var index = text[(at + 1)..close].Trim();
        if (index.Length >= 2 && index[0] == '"' && index[^1] == '"')
            step = new PathStep(null, Key: index[1..^1]);
        else if (int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            step = new PathStep(null, number);
        else
        {
            error = $"'{index}' is no index: a number or a text in double quotes is expected";
            return false;
        }
        at = close + 1;
        return true;
    }

    private static bool Fail(int at, string message, out string error, out int column)
    {
        (error, column) = (message, at);
        return false;
    }

    private static string Identifier(string text, ref int at)
    {
        var start = at;
        if (at < text.Length && text[at] == '@')
            start = ++at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
            at++;
        return text[start..at];
    }

    private static void SkipSpaces(string text, ref int at)
    {
        while (at < text.Length && text[at] == ' ')
            at++;
    }
}
