using System.Collections;

namespace DdRun.Probes.Expressions;

/// <summary>A function of the expression language.</summary>
internal sealed class LateCall(string function, LateNode[] arguments) : LateNode
{
    public override LateValue Evaluate(in LateContext context)
    {
        var first = arguments[0].Evaluate(context);
        if (first.IsNothing)
            return LateValue.Missing;
        var second = arguments.Length > 1 ? arguments[1].Evaluate(context) : LateValue.Missing;
        if (arguments.Length > 1 && second.Kind == LateKind.Missing)
            return LateValue.Missing;
        var value = first.ToObject();
        return function switch
        {
            "startsWith" => LateValue.OfBoolean(ExpressionFunctions.StartsWith(first.Text, second.Text)),
            "endsWith" => LateValue.OfBoolean(ExpressionFunctions.EndsWith(first.Text, second.Text)),
            "matches" => LateValue.OfBoolean(ExpressionFunctions.Matches(first.Text, second.Text)),
            "contains" => LateValue.OfBoolean(value is string text ? ExpressionFunctions.Contains(text, second.Text) : ExpressionFunctions.ContainsItem(value, second.ToObject())),
            "length" => value switch
            {
                string text => LateValue.OfInteger(text.Length),
                ICollection many => LateValue.OfInteger(many.Count),
                _ => LateValue.Missing,
            },
            _ => LateValue.OfText(ExpressionFunctions.TypeName(value)),
        };
    }
}
