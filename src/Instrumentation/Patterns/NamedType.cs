using System.Text;
using DdRun.Sampling;

namespace DdRun.Instrumentation.Patterns;

/// <summary>A type as a parameter list names it, from a pattern or from a signature.</summary>
/// <param name="Name">Full or last part of the name, without arity; for arrays, pointers and references <c>[]</c>, <c>*</c>, <c>&amp;</c>.</param>
/// <param name="Arguments">Type arguments, or the element.</param>
internal sealed record NamedType(string Name, NamedType[] Arguments)
{
    public static readonly NamedType Any = new("*", []);
    public static readonly NamedType Rest = new("**", []);

    public static NamedType Of(string name) => new(name, []);

    /// <summary>Whether this, from a pattern, means that, from a signature.</summary>
    public bool Means(NamedType actual)
    {
        if (ReferenceEquals(this, Any))
            return true;
        if (Name == "&" && actual.Name == "&")
            return Arguments[0].Means(actual.Arguments[0]);
        // `ref`, `in` and `out` may be left out.
        if (actual.Name == "&")
            return Means(actual.Arguments[0]);
        if (!MeansName(actual.Name) || (Arguments.Length > 0 && Arguments.Length != actual.Arguments.Length))
            return false;
        for (var i = 0; i < Arguments.Length; i++)
        {
            if (!Arguments[i].Means(actual.Arguments[i]))
                return false;
        }
        return true;
    }

    public override string ToString()
    {
        if (Name is "[]" or "*" && Arguments.Length == 1)
            return Arguments[0] + Name;
        if (Name == "&")
            return "ref " + Arguments[0];
        if (Name == "System.Nullable" && Arguments.Length == 1)
            return Arguments[0] + "?";
        var text = new StringBuilder(CSharpNames.Keyword(Name) ?? Name[(Name.LastIndexOf('.') + 1)..]);
        return Arguments.Length == 0 ? text.ToString() : text.Append('<').AppendJoin(", ", (object[])Arguments).Append('>').ToString();
    }

    private bool MeansName(string actual)
    {
        if (Name.Contains('*', StringComparison.Ordinal) && Name.Length > 1)
            return Glob.MatchesName(Name, actual) || Glob.MatchesName(Name, actual.AsSpan(actual.LastIndexOfAny(['.', '+']) + 1));
        if (!actual.EndsWith(Name, StringComparison.Ordinal))
            return false;
        return actual.Length == Name.Length || (Name.Length > 0 && char.IsLetter(Name[0]) && actual[actual.Length - Name.Length - 1] is '.' or '+');
    }
}
