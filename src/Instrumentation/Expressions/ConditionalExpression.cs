namespace DdRun.Instrumentation.Expressions;

/// <summary><c>a ? b : c</c>.</summary>
internal sealed record ConditionalExpression(Expression Condition, Expression WhenTrue, Expression WhenFalse) : Expression
{
    public override IEnumerable<Expression> Parts => [Condition, WhenTrue, WhenFalse];

    public override Expression With(Func<Expression, Expression> change) =>
        this with { Condition = change(Condition), WhenTrue = change(WhenTrue), WhenFalse = change(WhenFalse) };

    public override string ToString() => $"({Condition} ? {WhenTrue} : {WhenFalse})";
}
