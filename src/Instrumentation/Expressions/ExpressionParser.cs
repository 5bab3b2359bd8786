using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DdRun.Instrumentation.Text;

namespace DdRun.Instrumentation.Expressions;

/// <summary>Reads an expression: operators and their order are those of C#.</summary>
internal sealed class ExpressionParser
{
    private const int MostDeep = 100;

    private static readonly string[] s_equality = ["==", "!="];
    private static readonly string[] s_order = ["<=", ">=", "<", ">"];
    private static readonly string[] s_sum = ["+", "-"];

    private readonly string _text;
    private readonly ExpressionReader _reader;
    private int _depth;

    private ExpressionParser(string text)
    {
        _text = text;
        _reader = new(text);
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out Expression? expression, out string error, out int column)
    {
        (expression, error, column) = (null, "", 0);
        try
        {
            expression = new ExpressionParser(text).Whole();
            return true;
        }
        catch (ExpressionException e)
        {
            (error, column) = (e.Message, e.Column);
            return false;
        }
    }

    /// <summary>The same where the braces of a template may stand around it.</summary>
    public static bool TryParseBraced(string text, [NotNullWhen(true)] out Expression? expression, out string error, out int column)
    {
        var start = 0;
        while (start < text.Length && text[start] == ' ')
            start++;
        var end = text.TrimEnd(' ').Length;
        if (end - start < 2 || text[start] != '{' || text[end - 1] != '}')
            return TryParse(text, out expression, out error, out column);
        if (TryParse(text[(start + 1)..(end - 1)], out expression, out error, out column))
            return true;
        column += start + 1;
        return false;
    }

    private Expression Whole()
    {
        _reader.SkipSpaces();
        if (ArgumentNumber() is { } argument)
            return argument;
        var expression = Conditional();
        _reader.SkipSpaces();
        if (!_reader.IsAtEnd)
            throw Unexpected();
        return expression;
    }

    // A number that stands alone is an argument's; beside operators it is a number.
    private PathExpression? ArgumentNumber()
    {
        var trimmed = _text.Trim();
        if (trimmed.Length == 0 || !trimmed.All(char.IsAsciiDigit))
            return null;
        return int.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new PathExpression(PathRoot.Argument, trimmed, index, []) { Column = _reader.Position }
            : throw new ExpressionException(_reader.Position, $"'{trimmed}' is no argument number");
    }

    private Expression Conditional()
    {
        // What somebody nests a thousand times must not take the stack away.
        if (++_depth > MostDeep)
            throw new ExpressionException(_reader.Position, $"more than {MostDeep} levels of nesting");
        var condition = Coalesce();
        if (TakeQuestion())
        {
            var whenTrue = Conditional();
            if (!_reader.Take(":"))
                throw new ExpressionException(_reader.Position, "':' is expected, as in 'a ? b : c'");
            condition = new ConditionalExpression(condition, whenTrue, Conditional()) { Column = condition.Column };
        }
        _depth--;
        return condition;
    }

    private bool TakeQuestion()
    {
        _reader.SkipSpaces();
        return _reader.Next == '?' && _reader.After != '?' && _reader.Take("?");
    }

    private Expression Coalesce()
    {
        var left = Or();
        return _reader.Take("??") ? new BinaryExpression("??", left, Nested(Coalesce)) { Column = left.Column } : left;
    }

    private Expression Or()
    {
        var left = And();
        while (_reader.Take("||"))
            left = new BinaryExpression("||", left, And()) { Column = left.Column };
        return left;
    }

    private Expression And()
    {
        var left = Binary(0);
        while (_reader.Take("&&"))
            left = new BinaryExpression("&&", left, Binary(0)) { Column = left.Column };
        return left;
    }

    private Expression Binary(int level)
    {
        if (level == 3)
            return Unary();
        var left = Binary(level + 1);
        while (TakeAny(level switch { 0 => s_equality, 1 => s_order, _ => s_sum }) is { } sign)
            left = new BinaryExpression(sign, left, Binary(level + 1)) { Column = left.Column };
        return left;
    }

    private string? TakeAny(string[] signs)
    {
        foreach (var sign in signs)
        {
            if (_reader.Take(sign))
                return sign;
        }
        return null;
    }

    private Expression Unary()
    {
        _reader.SkipSpaces();
        var start = _reader.Position;
        if (_reader.Next == '!' && _reader.After != '=')
        {
            _reader.Position++;
            return new UnaryExpression("!", Nested(Unary)) { Column = start };
        }
        if (_reader.Next != '-')
            return Primary();
        _reader.Position++;
        return Nested(Unary) switch
        {
            LiteralExpression { Value: long whole } literal => literal with { Value = -whole, Text = "-" + literal.Text, Column = start },
            LiteralExpression { Value: double real } literal => literal with { Value = -real, Text = "-" + literal.Text, Column = start },
            var operand => new UnaryExpression("-", operand) { Column = start },
        };
    }

    private Expression Nested(Func<Expression> read)
    {
        if (++_depth > MostDeep)
            throw new ExpressionException(_reader.Position, $"more than {MostDeep} levels of nesting");
        var expression = read();
        _depth--;
        return expression;
    }

    private Expression Primary()
    {
        _reader.SkipSpaces();
        var start = _reader.Position;
        if (_reader.Take("("))
        {
            var inner = Conditional();
            if (!_reader.Take(")"))
                throw new ExpressionException(start, "'(' without ')'");
            return inner;
        }
        if (_reader.Next is '"' or '\'')
        {
            var value = _reader.Quoted();
            return new LiteralExpression(value, _text[start.._reader.Position]) { Column = start };
        }
        if (char.IsAsciiDigit(_reader.Next) && !IsArgumentPath())
            return _reader.Number();
        var name = _reader.Identifier(out var isEscaped);
        if (name.Length == 0)
            throw _reader.IsAtEnd || _reader.Next is ')' or ']' or ',' or ':' ? Expected(start) : Unexpected();
        if (!isEscaped && Word(name, start) is { } word)
            return word;
        _reader.SkipSpaces();
        return !isEscaped && _reader.Next == '(' ? Call(name, start) : Path(name, isEscaped, start);
    }

    // 0.Name and 0[1] begin with an argument's number, 0.5 is a number.
    private bool IsArgumentPath()
    {
        var at = _reader.Position;
        while (at < _text.Length && char.IsAsciiDigit(_text[at]))
            at++;
        if (at + 1 >= _text.Length)
            return false;
        return _text[at] == '[' || (_text[at] == '.' && !char.IsAsciiDigit(_text[at + 1])) || (_text[at] == '?' && _text[at + 1] == '.');
    }

    private static LiteralExpression? Word(string name, int start) => name switch
    {
        "true" => new(true, name) { Column = start },
        "false" => new(false, name) { Column = start },
        "null" => new(null, name) { Column = start },
        _ => null,
    };

    private CallExpression Call(string name, int start)
    {
        if (Function.Find(name) is not { } function)
        {
            var near = Nearest.Of(name, Array.ConvertAll(Function.All, one => one.Name));
            throw new ExpressionException(start, $"there is no function '{name}'" + (near is null ? "; there are " + string.Join(", ", Function.All.Select(one => one.Name)) : $"; did you mean '{near}'?"));
        }
        _reader.Take("(");
        var arguments = new List<Expression>();
        if (!_reader.Take(")"))
        {
            do
                arguments.Add(Conditional());
            while (_reader.Take(","));
            if (!_reader.Take(")"))
                throw new ExpressionException(start + name.Length, "'(' without ')'");
        }
        if (arguments.Count != function.Parameters)
            throw new ExpressionException(start, $"'{name}' takes {function.Parameters} {(function.Parameters == 1 ? "argument" : "arguments")}, not {arguments.Count}");
        return new CallExpression(function, [.. arguments]) { Column = start };
    }

    private PathExpression Path(string name, bool isEscaped, int start)
    {
        var index = -1;
        if (char.IsAsciiDigit(name[0]) && !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out index))
            throw new ExpressionException(start, $"'{name}' is no argument number");
        var root = isEscaped ? PathRoot.Argument : name switch
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
            _reader.SkipSpaces();
            if (_reader.Next is not ('.' or '[') && !(_reader.Next == '?' && _reader.After == '.'))
                break;
            if (root is PathRoot.Method or PathRoot.Type)
                throw new ExpressionException(_reader.Position, $"'{name}' has no members");
            steps.Add(_reader.Next == '[' ? Index() : Member());
        }
        return new PathExpression(root, name, index, [.. steps]) { Column = start, IsEscaped = isEscaped };
    }

    private PathStep Member()
    {
        _reader.Take("?");
        _reader.Take(".");
        _reader.SkipSpaces();
        var member = _reader.Identifier(out _);
        if (member.Length == 0 || char.IsAsciiDigit(member[0]))
            throw new ExpressionException(_reader.Position - member.Length, "a member's name is expected after '.'");
        return new PathStep(member);
    }

    private PathStep Index()
    {
        var start = _reader.Position;
        _reader.Take("[");
        _reader.SkipSpaces();
        PathStep step;
        if (_reader.Next is '"' or '\'')
            step = new PathStep(null, Key: _reader.Quoted());
        else
        {
            var close = _text.IndexOf(']', start);
            if (close < 0)
                throw new ExpressionException(start, "'[' without ']'");
            var index = _text[(start + 1)..close].Trim();
            if (!int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                throw new ExpressionException(start, $"'{index}' is no index: a number or a text in quotes is expected");
            step = new PathStep(null, number);
            _reader.Position = close;
        }
        if (!_reader.Take("]"))
            throw new ExpressionException(start, "'[' without ']'");
        return step;
    }

    private static ExpressionException Expected(int at) =>
        new(at, "an argument's name, 'this', 'return', a number, a text in quotes or another value is expected");

    private ExpressionException Unexpected()
    {
        var next = _reader.Next;
        return new(_reader.Position, next == '=' ? "'=' is not expected here; '==' compares" : next is '&' or '|' ? $"'{next}' is not expected here; did you mean '{next}{next}'?" : $"'{next}' is not expected here");
    }
}
