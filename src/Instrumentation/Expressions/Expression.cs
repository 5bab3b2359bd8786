namespace DdRun.Instrumentation.Expressions;

/// <summary>What stands between the braces of a template, or whole in <c>if</c> and <c>error</c>.</summary>
internal abstract record Expression
{
    /// <summary>Where it begins in its text, from 0.</summary>
    public int Column { get; init; }

    /// <summary>What it is made of.</summary>
    public virtual IEnumerable<Expression> Parts => [];

    /// <summary>Itself and all that it is made of.</summary>
    public IEnumerable<Expression> All
    {
        get
        {
            yield return this;
            foreach (var part in Parts)
            {
                foreach (var inner in part.All)
                    yield return inner;
            }
        }
    }

    /// <summary>Whether its value is known only when the call ends.</summary>
    public bool IsLate => All.Any(part => part is PathExpression { Root: PathRoot.Return or PathRoot.Duration or PathRoot.Error or PathRoot.Exception });

    public bool Uses(PathRoot root) => All.Any(part => part is PathExpression path && path.Root == root);

    /// <summary>The same with other parts.</summary>
    public virtual Expression With(Func<Expression, Expression> change) => this;
}
