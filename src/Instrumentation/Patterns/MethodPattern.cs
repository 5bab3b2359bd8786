using System.Diagnostics.CodeAnalysis;
using DdRun.Sampling;

namespace DdRun.Instrumentation.Patterns;

/// <summary><c>Namespace.Type.Method(ParameterTypes)</c>; language: docs/manifest.md.</summary>
internal sealed class MethodPattern
{
    private static readonly string[] s_plumbing = ["Equals", "GetHashCode", "ToString", "Finalize"];

    private MethodPattern(string text, TypePattern type, string method, NamedType[]? parameters)
    {
        Text = text;
        Type = type;
        Method = method;
        Parameters = parameters;
    }

    public string Text { get; }
    public TypePattern Type { get; }

    /// <summary>The method's name: <c>*</c> for any that somebody wrote and called so, <c>**</c> for any at all.</summary>
    public string Method { get; }

    /// <summary>Null for any.</summary>
    public NamedType[]? Parameters { get; }

    /// <summary>Whether types, and methods, that only the compiler knows are meant as well.</summary>
    public bool IncludesCompilerMade => Method == "**" || Type.IncludesCompilerMade;

    public bool IsExact => Type.IsExact && !Method.Contains('*', StringComparison.Ordinal);

    public static bool TryParse(string text, [NotNullWhen(true)] out MethodPattern? pattern, out string error, out int column)
    {
        pattern = null;
        (error, column) = ("", 0);
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var path = (open < 0 ? text : text[..open]).TrimEnd();
        NamedType[]? parameters = null;
        if (open >= 0)
        {
            var parser = new ParameterListParser(text, open + 1);
            if (!parser.TryParse(out var types))
            {
                (error, column) = (parser.Error, parser.Position);
                return false;
            }
            if (text.AsSpan(parser.Position).Trim().Length > 0)
            {
                (error, column) = ("nothing is expected after ')'", parser.Position);
                return false;
            }
            parameters = types is [var only] && ReferenceEquals(only, NamedType.Any) ? null : types;
        }
        var dot = LastDot(path);
        if (dot <= 0 || dot == path.Length - 1)
        {
            (error, column) = ("'Namespace.Type.Method' is expected; '**.Method' means every type", 0);
            return false;
        }
        var type = WithoutArity(path[..dot]);
        var method = WithoutArity(path[(dot + 1)..]);
        if (FindOddity(type) is var odd and >= 0)
        {
            (error, column) = ("a name is expected here", odd);
            return false;
        }
        if (path.IndexOf("***", StringComparison.Ordinal) is var stars and >= 0)
        {
            (error, column) = ("'*' is part of a name and '**' any namespaces: there is no '***'", stars);
            return false;
        }
        if ((ForeignCharacter(type) ?? ForeignCharacter(method)) is { } foreign)
        {
            (error, column) = ($"names of types and methods do not have the character '{foreign}'", path.IndexOf(foreign, StringComparison.Ordinal));
            return false;
        }
        if (method.Contains('+', StringComparison.Ordinal))
        {
            (error, column) = ("'+' stands before a nested type: a method comes after '.'", path.LastIndexOf('+'));
            return false;
        }
        pattern = new MethodPattern(text, TypePattern.Parse(type), method, parameters);
        return true;
    }

    // SearchValues would be vector code, which the JIT has to compile at the start of every target.
    private static char? ForeignCharacter(string name)
    {
        foreach (var character in name)
        {
            if (character is ' ' or '/' or '\\' or ':' or ';' or '{' or '}' or '"' or '\'' or ')' or '[' or ']' or ',' or '?' or '&')
                return character;
        }
        return null;
    }

    /// <summary>A pattern for one method that was found otherwise.</summary>
    public static MethodPattern ForMethod(string type, string method) => new($"{type}.{method}", TypePattern.Parse(type), method, null);

    public bool MatchesName(string name)
    {
        if (Method == "**")
            return true;
        if (Method == "*")
            return IsOrdinary(name);
        if (Glob.MatchesName(Method, name))
            return name[0] != '<' || Method.Contains('<', StringComparison.Ordinal);
        // `void IKitchen.Close()` is called `Namespace.IKitchen.Close` in metadata.
        var dot = name.LastIndexOf('.');
        return dot > 0 && Glob.MatchesName(Method, name.AsSpan(dot + 1));
    }

    public bool MatchesParameters(ReadOnlySpan<NamedType> actual)
    {
        if (Parameters is not { } expected)
            return true;
        var open = expected.Length > 0 && ReferenceEquals(expected[^1], NamedType.Rest);
        var count = open ? expected.Length - 1 : expected.Length;
        if (open ? actual.Length < count : actual.Length != count)
            return false;
        for (var i = 0; i < count; i++)
        {
            if (!expected[i].Means(actual[i]))
                return false;
        }
        return true;
    }

    public override string ToString() => Text;

    /// <summary>Not a constructor, an accessor, an operator, one of <see cref="object"/>'s, or made by the compiler.</summary>
    public static bool IsOrdinary(string name)
    {
        if (name[0] is '.' or '<')
            return false;
        var simple = name.AsSpan(name.LastIndexOf('.') + 1);
        if (simple.StartsWith("get_") || simple.StartsWith("set_") || simple.StartsWith("add_") || simple.StartsWith("remove_") ||
            simple.StartsWith("op_") || simple.StartsWith("<"))
            return false;
        foreach (var plumbing in s_plumbing)
        {
            if (simple.SequenceEqual(plumbing))
                return false;
        }
        return true;
    }

    private static int LastDot(string path)
    {
        // `Type..ctor` and `Type.<Main>$`: the method's own name may begin with a dot or hold some between angle brackets.
        if (path.EndsWith("..ctor", StringComparison.Ordinal) || path.EndsWith("..cctor", StringComparison.Ordinal))
            return path.LastIndexOf('.') - 1;
        var depth = 0;
        for (var i = path.Length - 1; i >= 0; i--)
        {
            if (path[i] == '>')
                depth++;
            else if (path[i] == '<')
                depth--;
            else if (path[i] == '.' && depth <= 0)
                return i;
        }
        return -1;
    }

    private static int FindOddity(string type)
    {
        for (var i = 0; i < type.Length; i++)
        {
            if (type[i] is '.' or '+' && (i == 0 || i == type.Length - 1 || type[i - 1] is '.' or '+'))
                return i;
        }
        return type.Length == 0 ? 0 : -1;
    }

    // `List<T>` and `List`1` name the same as `List`: overloads by arity are told apart by nothing but their parameters.
    private static string WithoutArity(string name)
    {
        for (var i = 1; i < name.Length; i++)
        {
            if (name[i] != '<' || name[i - 1] is '.' or '+' || name[0] == '<' || name.IndexOf('>', i) is not (> 0 and var close))
                continue;
            name = name.Remove(i, close + 1 - i);
        }
        while (name.LastIndexOf('`') is > 0 and var tick)
        {
            var end = tick + 1;
            while (end < name.Length && char.IsAsciiDigit(name[end]))
                end++;
            name = name.Remove(tick, end - tick);
        }
        return name;
    }
}
