using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DdRun.Configuration.Declarations;
using DdRun.Diagnostics;

namespace DdRun.Http;

/// <summary>The user's own expression for secrets. By itself, so that regular expressions are loaded only where there is one.</summary>
internal sealed class QueryExpression
{
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromMilliseconds(200);

    private readonly Regex _expression;

    private QueryExpression(Regex expression) => _expression = expression;

    /// <summary>Null, and a line in the log, where the expression is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static QueryExpression? TryParse(string expression)
    {
        try
        {
            return new(new Regex(NameGroups(expression), RegexOptions.CultureInvariant, s_matchTimeout));
        }
        catch (ArgumentException e)
        {
            Log.Warn($"{HttpVariables.QueryObfuscation.Name}='{expression}' does not compile: {e.Message} Queries are left out of URLs.");
            return null;
        }
    }

    /// <summary>Null where it takes too long.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public string? Replace(string query, string replacement)
    {
        try
        {
            return _expression.Replace(query, replacement);
        }
        catch (RegexMatchTimeoutException)
        {
            Log.Warn($"{HttpVariables.QueryObfuscation.Name} took too long on a query, which is left out.");
            return null;
        }
    }

    // Python names a group (?P<name>…); an escaped parenthesis is none.
    private static string NameGroups(string expression) =>
        Regex.Replace(expression, @"\\.|\(\?P<", static part => part.Value == "(?P<" ? "(?<" : part.Value, RegexOptions.Singleline);
}
