using System.Globalization;
using System.Text;

namespace DdRun.Instrumentation.Expressions;

/// <summary>Reads names, numbers, quoted texts and signs of an expression.</summary>
internal sealed class ExpressionReader(string text)
{
    private static readonly (string Unit, double Milliseconds)[] s_units = [("ns", 1e-6), ("us", 1e-3), ("µs", 1e-3), ("ms", 1), ("s", 1e3), ("m", 6e4), ("h", 3.6e6)];

    public int Position { get; set; }

    public bool IsAtEnd => Position >= text.Length;

    public char Next => Position < text.Length ? text[Position] : '\0';

    public char After => Position + 1 < text.Length ? text[Position + 1] : '\0';

    public void SkipSpaces()
    {
        while (Position < text.Length && char.IsWhiteSpace(text[Position]))
            Position++;
    }

    /// <summary>Takes a sign when it comes next.</summary>
    public bool Take(string sign)
    {
        SkipSpaces();
        if (string.CompareOrdinal(text, Position, sign, 0, sign.Length) != 0)
            return false;
        Position += sign.Length;
        return true;
    }

    /// <summary>A name, empty when none comes next. A leading <c>@</c> is no part of it.</summary>
    public string Identifier(out bool isEscaped)
    {
        isEscaped = Next == '@';
        if (isEscaped)
            Position++;
        var start = Position;
        while (Position < text.Length && (char.IsLetterOrDigit(text[Position]) || text[Position] == '_'))
            Position++;
        return text[start..Position];
    }

    /// <summary>A text in single or double quotes, whose escapes are those of C#.</summary>
    public string Quoted()
    {
        var start = Position;
        var quote = text[Position++];
        var value = new StringBuilder();
        for (; Position < text.Length; Position++)
        {
            var next = text[Position];
            if (next == quote)
            {
                Position++;
                return value.ToString();
            }
            if (next == '\\' && Position + 1 < text.Length)
                next = Escape(text[++Position]);
            value.Append(next);
        }
        throw new ExpressionException(start, $"{quote} without an end");
    }

    /// <summary>A number; with a unit of time right behind it, a duration.</summary>
    public LiteralExpression Number()
    {
        var start = Position;
        while (char.IsAsciiDigit(Next) || Next == '_')
            Position++;
        var isWhole = true;
        if (Next == '.' && char.IsAsciiDigit(After))
        {
            isWhole = false;
            Position++;
            while (char.IsAsciiDigit(Next))
                Position++;
        }
        if (Next is 'e' or 'E' && (char.IsAsciiDigit(After) || (After is '+' or '-' && Position + 2 < text.Length && char.IsAsciiDigit(text[Position + 2]))))
        {
            isWhole = false;
            Position += 2;
            while (char.IsAsciiDigit(Next))
                Position++;
        }
        var digits = text[start..Position].Replace("_", "", StringComparison.Ordinal);
        var unitStart = Position;
        while (char.IsLetter(Next))
            Position++;
        var unit = text[unitStart..Position];
        var written = text[start..Position];
        if (unit.Length > 0)
        {
            var known = Array.Find(s_units, one => one.Unit == unit);
            if (known.Unit is null)
                throw new ExpressionException(unitStart, $"'{unit}' is no unit of time: ns, us, ms, s, m or h is expected");
            var milliseconds = double.Parse(digits, CultureInfo.InvariantCulture) * known.Milliseconds;
            return milliseconds < TimeSpan.MaxValue.TotalMilliseconds
                ? new(TimeSpan.FromTicks((long)Math.Round(milliseconds * TimeSpan.TicksPerMillisecond)), written) { Column = start }
                : throw new ExpressionException(start, $"'{written}' is too long");
        }
        if (!isWhole)
            return new(double.Parse(digits, CultureInfo.InvariantCulture), written) { Column = start };
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
            ? new(whole, written) { Column = start }
            : throw new ExpressionException(start, $"'{written}' is too large a number");
    }

    private char Escape(char escaped) => escaped switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '0' => '\0',
        '\\' or '"' or '\'' => escaped,
        _ => throw new ExpressionException(Position - 1, $"'\\{escaped}' is no escape: \\n, \\t, \\r, \\0, \\\\, \\\" or \\' is expected"),
    };
}
