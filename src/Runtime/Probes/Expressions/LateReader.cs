using System.Globalization;

namespace DdRun.Probes.Expressions;

/// <summary>
/// Makes an expression from its words, an operator before its operands. The other side, which writes them:
/// src/Instrumentation/Expressions/LateWords.cs.
/// </summary>
internal ref struct LateReader(ReadOnlySpan<string> words)
{
    private ReadOnlySpan<string> _words = words;

    public static LateNode Read(string[] words)
    {
        var reader = new LateReader(words);
        return reader.Node();
    }

    private LateNode Node()
    {
        var word = Next();
        switch (word)
        {
            case "null":
                return new LateConstant(LateValue.Null);
            case "bool":
                return new LateConstant(LateValue.OfBoolean(Next() == "true"));
            case "int":
                return new LateConstant(LateValue.OfInteger(long.Parse(Next(), CultureInfo.InvariantCulture)));
            case "real":
                return new LateConstant(LateValue.OfReal(double.Parse(Next(), CultureInfo.InvariantCulture)));
            case "text":
                return new LateConstant(LateValue.OfText(Next()));
            case "time":
                return new LateConstant(LateValue.OfDuration(long.Parse(Next(), CultureInfo.InvariantCulture)));
            case "kept":
                return new LateKept(Number());
            case "!":
                return new LateLogic(word, [Node()]);
            case "&&" or "||" or "??":
                return new LateLogic(word, [Node(), Node()]);
            case "?:":
                return new LateLogic(word, [Node(), Node(), Node()]);
            case "+" or "-":
                return new LateSum(word, Node(), Node());
            case "call":
                return Call();
            case LateRoot.Return or LateRoot.Exception or LateRoot.Duration or LateRoot.Error:
                return new LateRoot(word, Texts());
            default:
                return new LateComparison(word, Node(), Node());
        }
    }

    private LateCall Call()
    {
        var name = Next();
        var arguments = new LateNode[Number()];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = Node();
        return new LateCall(name, arguments);
    }

    private string[] Texts()
    {
        var texts = new string[Number()];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = Next();
        return texts;
    }

    private int Number() => int.Parse(Next(), CultureInfo.InvariantCulture);

    private string Next()
    {
        var word = _words[0];
        _words = _words[1..];
        return word;
    }
}
