namespace DdRun.Probes.Expressions;

/// <summary><c>&amp;&amp;</c>, <c>||</c>, <c>!</c>, <c>?:</c> and <c>??</c>; the right operands are evaluated where they matter.</summary>
internal sealed class LateLogic(string sign, LateNode[] operands) : LateNode
{
    public override LateValue Evaluate(in LateContext context)
    {
        var first = operands[0].Evaluate(context);
        switch (sign)
        {
            case "!":
                return first.IsNothing ? LateValue.Missing : LateValue.OfBoolean(!first.IsTrue);
            case "&&":
                return first.IsTrue ? operands[1].Evaluate(context) : first.IsNothing ? LateValue.Missing : first;
            case "||":
                if (first.IsTrue)
                    return first;
                var second = operands[1].Evaluate(context);
                return second.IsTrue || !first.IsNothing ? second : LateValue.Missing;
            case "??":
                return first.IsNothing ? operands[1].Evaluate(context) : first;
            default:
                return first.IsNothing ? LateValue.Missing : operands[first.IsTrue ? 1 : 2].Evaluate(context);
        }
    }
}
