namespace DdRun.Instrumentation.Expressions;

/// <summary>One of the language's functions.</summary>
internal sealed record CallExpression(Function Function, Expression[] Arguments) : Expression
{
    public override IEnumerable<Expression> Parts => Arguments;

    public override Expression With(Func<Expression, Expression> change) => this with { Arguments = Array.ConvertAll(Arguments, argument => change(argument)) };

    public override string ToString() => $"{Function.Name}({string.Join(", ", Arguments.AsEnumerable())})";
}
