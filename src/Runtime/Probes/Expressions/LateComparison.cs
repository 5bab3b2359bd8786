namespace DdRun.Probes.Expressions;

/// <summary><c>==</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> and <c>&gt;=</c>.</summary>
internal sealed class LateComparison(string sign, LateNode left, LateNode right) : LateNode
{
    private readonly bool _isNullTest = left is LateConstant && left.Evaluate(default).Kind == LateKind.Null || right is LateConstant && right.Evaluate(default).Kind == LateKind.Null;

    public override LateValue Evaluate(in LateContext context)
    {
        LateValue a = left.Evaluate(context), b = right.Evaluate(context);
        if (_isNullTest)
            return LateValue.OfBoolean((a.IsNothing && b.IsNothing) == (sign == "=="));
        if (a.Kind == LateKind.Missing || b.Kind == LateKind.Missing)
            return LateValue.Missing;
        return LateValue.OfBoolean(sign switch
        {
            "==" => AreEqual(a, b),
            "!=" => !AreEqual(a, b),
            _ => IsInOrder(a, b),
        });
    }

    internal static bool AreEqual(LateValue a, LateValue b)
    {
        if (a.IsNumber && b.IsNumber)
            return a.Kind == LateKind.Integer && b.Kind == LateKind.Integer ? a.Integer == b.Integer : IsExact(a, b) ? a.Decimal == b.Decimal : a.Real == b.Real;
        if (a.TryDuration(out var mine) && b.TryDuration(out var its))
            return mine == its;
        if (a.ToObject() is Enum name)
            return b.Kind == LateKind.Text ? name.ToString() == b.Text : b.Kind == LateKind.Integer ? Convert.ToInt64(name, null) == b.Integer : Equals(name, b.ToObject());
        return b.ToObject() is Enum ? AreEqual(b, a) : a.Kind == b.Kind && Equals(a.ToObject(), b.ToObject());
    }

    private bool IsInOrder(LateValue a, LateValue b)
    {
        if (a.Kind == LateKind.Null || b.Kind == LateKind.Null)
            return false;
        if (a.TryDuration(out var mine) && b.TryDuration(out var its))
            return Is(mine.CompareTo(its));
        if (a.IsNumber && b.IsNumber)
        {
            if (a.Kind == LateKind.Integer && b.Kind == LateKind.Integer)
                return Is(a.Integer.CompareTo(b.Integer));
            if (IsExact(a, b))
                return Is(a.Decimal.CompareTo(b.Decimal));
            double x = a.Real, y = b.Real;
            return !double.IsNaN(x) && !double.IsNaN(y) && Is(x.CompareTo(y));
        }
        return a.ToObject() is IComparable comparable && b.ToObject() is { } other && other.GetType() == comparable.GetType() && Is(comparable.CompareTo(other));
    }

    private static bool IsExact(LateValue a, LateValue b) => a.Kind != LateKind.Real && b.Kind != LateKind.Real;

    private bool Is(int order) => sign switch
    {
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };
}
