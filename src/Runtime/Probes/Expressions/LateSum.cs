namespace DdRun.Probes.Expressions;

/// <summary><c>+</c> on texts and numbers, <c>-</c> on numbers.</summary>
internal sealed class LateSum(string sign, LateNode left, LateNode right) : LateNode
{
    public override LateValue Evaluate(in LateContext context)
    {
        LateValue a = left.Evaluate(context), b = right.Evaluate(context);
        if (a.Kind == LateKind.Missing || b.Kind == LateKind.Missing)
            return LateValue.Missing;
        var isPlus = sign == "+";
        if (isPlus && (a.Kind == LateKind.Text || b.Kind == LateKind.Text))
            return LateValue.OfText(CaptureText.Of(a.ToObject()) + CaptureText.Of(b.ToObject()));
        if (a.TryDuration(out var mine) && b.TryDuration(out var its))
            return LateValue.OfDuration(isPlus ? mine + its : mine - its);
        if (!a.IsNumber || !b.IsNumber)
            return LateValue.Missing;
        if (a.Kind == LateKind.Integer && b.Kind == LateKind.Integer)
            return LateValue.OfInteger(isPlus ? a.Integer + b.Integer : a.Integer - b.Integer);
        if (a.Kind != LateKind.Real && b.Kind != LateKind.Real)
            return LateValue.OfDecimal(isPlus ? a.Decimal + b.Decimal : a.Decimal - b.Decimal);
        return LateValue.OfReal(isPlus ? a.Real + b.Real : a.Real - b.Real);
    }
}
