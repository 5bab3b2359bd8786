using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DdRun.Instrumentation.Expressions;

/// <summary>A text of a rule with expressions in braces: <c>order {order.Id} of {this.Name}</c>. <c>{{</c> and <c>}}</c> stand for braces.</summary>
internal sealed class Template
{
    private Template(string text, string[] literals, Expression[] holes)
    {
        Text = text;
        Literals = literals;
        Holes = holes;
    }

    /// <summary><c>{type}.{method}</c>.</summary>
    public static Template TypeAndMethod { get; } = new("{type}.{method}", ["", ".", ""],
        [new PathExpression(PathRoot.Type, "type", -1, []), new PathExpression(PathRoot.Method, "method", -1, [])]);

    public static Template Literal(string text) => new(text, [text], []);

    /// <summary>An expression and nothing else.</summary>
    public static Template Of(string text, Expression expression) => new(text, ["", ""], [expression]);

    public string Text { get; }

    /// <summary>One more than holes.</summary>
    public string[] Literals { get; }

    public Expression[] Holes { get; }

    /// <summary>Whether it is one value and nothing else, which then keeps its type.</summary>
    public bool IsSingle => Holes.Length == 1 && Literals[0].Length == 0 && Literals[1].Length == 0;

    public bool IsLate => Array.Exists(Holes, hole => hole.IsLate);

    public static bool TryParse(string text, [NotNullWhen(true)] out Template? template, out string error, out int column)
    {
        template = null;
        var literals = new List<string>();
        var holes = new List<Expression>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var doubled = i + 1 < text.Length && text[i + 1] == text[i];
            if (text[i] is '{' or '}' && doubled)
            {
                literal.Append(text[i++]);
            }
            else if (text[i] == '}')
            {
                (error, column) = ("'}' without '{'; write '}}' for a brace", i);
                return false;
            }
            else if (text[i] == '{')
            {
                var end = FindEnd(text, i + 1);
                if (end < 0)
                {
                    (error, column) = ("'{' without '}'; write '{{' for a brace", i);
                    return false;
                }
                if (!ExpressionParser.TryParse(text[(i + 1)..end], out var hole, out error, out column))
                {
                    column += i + 1;
                    return false;
                }
                literals.Add(literal.ToString());
                literal.Clear();
                holes.Add(hole);
                i = end;
            }
            else
            {
                literal.Append(text[i]);
            }
        }
        literals.Add(literal.ToString());
        (error, column) = ("", 0);
        template = new Template(text, [.. literals], [.. holes]);
        return true;
    }

    /// <summary>The same with what is known of a method when it is planned filled in.</summary>
    public Template For(string method, string type)
    {
        if (!Array.Exists(Holes, hole => hole.Uses(PathRoot.Method) || hole.Uses(PathRoot.Type)))
            return this;
        var literals = new List<string> { Literals[0] };
        var holes = new List<Expression>();
        for (var i = 0; i < Holes.Length; i++)
        {
            var hole = Fill(Holes[i]);
            if (Holes[i] is PathExpression && hole is LiteralExpression { Value: string known })
            {
                literals[^1] += known + Literals[i + 1];
                continue;
            }
            holes.Add(hole);
            literals.Add(Literals[i + 1]);
        }
        return new Template(Text, [.. literals], [.. holes]);

        Expression Fill(Expression expression) => expression switch
        {
            PathExpression { Root: PathRoot.Method } => LiteralExpression.Of(method) with { Column = expression.Column },
            PathExpression { Root: PathRoot.Type } => LiteralExpression.Of(type) with { Column = expression.Column },
            _ => expression.With(Fill),
        };
    }

    /// <summary>The same with its names bound in a method that has these arguments.</summary>
    public Template Bind(IReadOnlyCollection<string> arguments)
    {
        return Holes.Length == 0 ? this : new Template(Text, Literals, Array.ConvertAll(Holes, Bound));

        Expression Bound(Expression expression) => expression is PathExpression path ? path.Bind(arguments) : expression.With(Bound);
    }

    public override string ToString() => Text;

    private static int FindEnd(string text, int from)
    {
        var quote = '\0';
        for (var i = from; i < text.Length; i++)
        {
            if (quote == '\0' && text[i] is '"' or '\'')
                quote = text[i];
            else if (quote != '\0' && text[i] == '\\')
                i++;
            else if (text[i] == quote)
                quote = '\0';
            else if (text[i] == '}' && quote == '\0')
                return i;
        }
        return -1;
    }
}
