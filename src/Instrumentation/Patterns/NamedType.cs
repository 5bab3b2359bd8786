using System.Globalization;
using System.Text;
using DdRun.Sampling;

namespace DdRun.Instrumentation.Patterns;

/// <summary>A type as a parameter list names it, from a pattern or from a signature.</summary>
/// <param name="Name">Full or last part of the name, without arity; for arrays, pointers and references <c>[]</c> or <c>[,]</c>, <c>*</c>, <c>&amp;</c>; for function pointers <c>delegate*</c>.</param>
/// <param name="Arguments">Type arguments, or the element.</param>
internal sealed record NamedType(string Name, NamedType[] Arguments)
{
    public static readonly NamedType Any = new("*", []);
    public static readonly NamedType Rest = new("**", []);

    /// <summary>The name of function pointers, whose arguments are the types of their parameters and, last, of their result.</summary>
    public const string FunctionPointer = "delegate*";

    private bool IsArray => Name.StartsWith('[');

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

    /// <summary>The same where the type parameters of its type, <c>!0</c> and so on, are these.</summary>
    public NamedType With(NamedType[] arguments)
    {
        if (Name.StartsWith('!'))
            return int.TryParse(Name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < arguments.Length ? arguments[index] : this;
        return Arguments.Length == 0 || arguments.Length == 0 ? this : new(Name, Array.ConvertAll(Arguments, argument => argument.With(arguments)));
    }

    public bool IsSame(NamedType other) => Name == other.Name && AreSame(Arguments, other.Arguments);

    public static bool AreSame(NamedType[] some, NamedType[] others)
    {
        if (some.Length != others.Length)
            return false;
        for (var i = 0; i < some.Length; i++)
        {
            if (!some[i].IsSame(others[i]))
                return false;
        }
        return true;
    }

    public override string ToString()
    {
        if (Name == "*" && Arguments.Length == 1)
            return Arguments[0] + Name;
        if (IsArray)
        {
            // As in C#, the outermost first.
            var (element, ranks) = (Arguments[0], Name);
            for (; element.IsArray; element = element.Arguments[0])
                ranks += element.Name;
            return element + ranks;
        }
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
