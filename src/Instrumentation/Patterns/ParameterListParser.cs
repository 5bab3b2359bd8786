namespace DdRun.Instrumentation.Patterns;

/// <summary>Reads <c>string, int?, List&lt;T&gt;, ref byte[]</c>.</summary>
internal struct ParameterListParser(string text, int start)
{
    private const int MaxDepth = 32;

    private int _depth;

    public int Position { get; private set; } = start;
    public string Error { get; private set; } = "";

    /// <summary>Reads up to and with the closing parenthesis.</summary>
    public bool TryParse(out NamedType[] types)
    {
        types = [];
        var all = new List<NamedType>();
        Skip();
        if (Take(')'))
            return true;
        while (true)
        {
            if (Type() is not { } type)
                return false;
            all.Add(type);
            Skip();
            if (Take(')'))
                break;
            if (ReferenceEquals(type, NamedType.Rest))
                return Fail("')' is expected after '..'");
            if (!Take(','))
                return Fail("',' or ')' is expected");
        }
        types = [.. all];
        return true;
    }

    private NamedType? Type()
    {
        if (++_depth > MaxDepth)
        {
            Fail("types nest too deeply");
            return null;
        }
        Skip();
        var word = Word();
        if (word is "ref" or "in" or "out" or "params" or "this" or "scoped" && !At(',') && !At(')'))
        {
            Skip();
            var isReference = word is "ref" or "in" or "out";
            if (Type() is not { } inner)
                return null;
            _depth--;
            return isReference ? new NamedType("&", [inner]) : inner;
        }
        if (word.Length == 0)
        {
            Fail("a type is expected");
            return null;
        }
        if (word == "delegate" && Take('*'))
        {
            word = NamedType.FunctionPointer;
            SkipConvention();
        }
        var arguments = new List<NamedType>();
        Skip();
        if (Take('<'))
        {
            do
            {
                if (Type() is not { } argument)
                    return null;
                arguments.Add(argument);
                Skip();
            }
            while (Take(','));
            if (!Take('>'))
            {
                Fail("'>' is expected");
                return null;
            }
        }
        _depth--;
        return Suffixes(word switch
        {
            "*" when arguments.Count == 0 => NamedType.Any,
            "**" or ".." when arguments.Count == 0 => NamedType.Rest,
            _ => new NamedType(CSharpNames.FullName(word) ?? word, [.. arguments]),
        });
    }

    // `unmanaged[Cdecl]` tells no methods apart that anybody writes.
    private void SkipConvention()
    {
        Skip();
        if (Word() == "unmanaged" && Take('['))
        {
            while (!At(']') && Position < text.Length)
                Position++;
            Take(']');
        }
    }

    private NamedType? Suffixes(NamedType type)
    {
        while (true)
        {
            Skip();
            if (Take('?'))
                type = new NamedType("System.Nullable", [type]);
            else if (Take('&'))
                type = new NamedType("&", [type]);
            else if (At('*'))
            {
                Take('*');
                type = new NamedType("*", [type]);
            }
            else if (!At('['))
                return type;
            else if (Array(type) is { } array)
                type = array;
            else
                return null;
        }
    }

    // `int[][,]` has elements of type `int[,]`.
    private NamedType? Array(NamedType element)
    {
        var ranks = new List<string>();
        while (At('['))
        {
            var from = Position++;
            while (Take(','))
            {
            }
            if (!Take(']'))
            {
                Fail("']' is expected");
                return null;
            }
            ranks.Add(text[from..Position]);
            Skip();
        }
        for (var i = ranks.Count - 1; i >= 0; i--)
            element = new NamedType(ranks[i], [element]);
        return element;
    }

    private string Word()
    {
        var from = Position;
        while (Position < text.Length && (char.IsLetterOrDigit(text[Position]) || text[Position] is '_' or '.' or '+' or '`' || (text[Position] == '*' && IsGlob(from))))
            Position++;
        var word = text[from..Position];
        var tick = word.IndexOf('`', StringComparison.Ordinal);
        return tick > 0 ? word[..tick] : word;
    }

    // A star after a complete name is a pointer: `byte*`, unless more of the name follows.
    private readonly bool IsGlob(int from) =>
        Position == from || text[Position - 1] is '.' or '*' || (Position + 1 < text.Length && (char.IsLetterOrDigit(text[Position + 1]) || text[Position + 1] == '.'));

    private readonly bool At(char c) => Position < text.Length && text[Position] == c;

    private bool Take(char c)
    {
        if (!At(c))
            return false;
        Position++;
        return true;
    }

    private void Skip()
    {
        while (Position < text.Length && text[Position] == ' ')
            Position++;
    }

    private bool Fail(string message)
    {
        if (Error.Length == 0)
            Error = message;
        return false;
    }
}
