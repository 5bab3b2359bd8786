namespace DdRun.Instrumentation.Expressions;

/// <summary>Two operands: a comparison, <c>&amp;&amp;</c>, <c>||</c>, <c>??</c>, <c>+</c> or <c>-</c>.</summary>
internal sealed record BinaryExpression(string Operator, Expression Left, Expression Right) : Expression
{
    public bool IsEquality => Operator is "==" or "!=";

    public bool IsOrder => Operator is "<" or "<=" or ">" or ">=";

    public override IEnumerable<Expression> Parts => [Left, Right];

    public override Expression With(Func<Expression, Expression> change) => this with { Left = change(Left), Right = change(Right) };

    public override string ToString() => $"({Left} {Operator} {Right})";
}
