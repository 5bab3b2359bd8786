using System.Globalization;

namespace DdRun.Instrumentation.Expressions;

/// <summary>
/// Writes an expression as the words that the other side makes it from again when a call ends: src/Runtime/Probes/Expressions/LateReader.cs. What
/// is known when the call begins is kept, and read from there.
/// </summary>
internal sealed class LateWords(List<Expression> kept)
{
    private readonly List<string> _words = [];

    public static string[] Of(Expression expression, List<Expression> kept)
    {
        var writer = new LateWords(kept);
        writer.Write(expression);
        return [.. writer._words];
    }

    private void Write(Expression expression)
    {
        if (!expression.IsLate && expression.All.Any(part => part is PathExpression))
        {
            var slot = kept.IndexOf(expression);
            if (slot < 0)
            {
                slot = kept.Count;
                kept.Add(expression);
            }
            Add("kept", Number(slot));
            return;
        }
        switch (expression)
        {
            case LiteralExpression literal:
                Write(literal.Value);
                break;
            case UnaryExpression { Operator: "!" } not:
                Add("!");
                Write(not.Operand);
                break;
            case UnaryExpression minus:
                Add("-", "int", "0");
                Write(minus.Operand);
                break;
            case BinaryExpression binary:
                Add(binary.Operator);
                Write(binary.Left);
                Write(binary.Right);
                break;
            case ConditionalExpression conditional:
                Add("?:");
                Write(conditional.Condition);
                Write(conditional.WhenTrue);
                Write(conditional.WhenFalse);
                break;
            case CallExpression call:
                Add("call", call.Function.Name, Number(call.Arguments.Length));
                foreach (var argument in call.Arguments)
                    Write(argument);
                break;
            case PathExpression path:
                Add(path.Root switch { PathRoot.Return => "return", PathRoot.Exception => "exception", PathRoot.Duration => "duration", _ => "error" }, Number(path.Steps.Length));
                foreach (var step in path.Steps)
                    Add(step.ToString());
                break;
        }
    }

    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                Add("null");
                break;
            case bool flag:
                Add("bool", flag ? "true" : "false");
                break;
            case long whole:
                Add("int", Number(whole));
                break;
            case double real:
                Add("real", real.ToString("R", CultureInfo.InvariantCulture));
                break;
            case TimeSpan time:
                Add("time", Number(time.Ticks * 100));
                break;
            default:
                Add("text", (string)value);
                break;
        }
    }

    private void Add(params ReadOnlySpan<string> words) => _words.AddRange(words);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
