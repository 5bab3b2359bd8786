namespace DdRun.Instrumentation.Expressions;

/// <summary>
/// A path over <c>this</c>, an argument by name or number, or <c>return</c>; or <c>method</c> or <c>type</c>; or, where no argument has that name,
/// <c>duration</c>, <c>error</c> or <c>exception</c>.
/// </summary>
internal sealed record PathExpression(PathRoot Root, string Name, int Index, PathStep[] Steps) : Expression
{
    /// <summary>What the name stands for in a method with these arguments.</summary>
    public PathExpression Bind(IEnumerable<string> arguments)
    {
        if (Root != PathRoot.Argument || Index >= 0 || IsEscaped || arguments.Contains(Name))
            return this;
        return Name switch
        {
            "duration" => this with { Root = PathRoot.Duration },
            "error" => this with { Root = PathRoot.Error },
            "exception" => this with { Root = PathRoot.Exception },
            _ => this,
        };
    }

    /// <summary>Written with <c>@</c>: an argument, whatever its name.</summary>
    public bool IsEscaped { get; init; }

    public override string ToString()
    {
        var text = Name;
        foreach (var step in Steps)
            text += step.Member is null ? step.ToString() : "." + step;
        return text;
    }
}
