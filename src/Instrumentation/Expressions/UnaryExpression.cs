namespace DdRun.Instrumentation.Expressions;

/// <summary><c>!a</c> or <c>-a</c>.</summary>
internal sealed record UnaryExpression(string Operator, Expression Operand) : Expression
{
    public override IEnumerable<Expression> Parts => [Operand];

    public override Expression With(Func<Expression, Expression> change) => this with { Operand = change(Operand) };

    public override string ToString() => Operator + Operand;
}
