using DdRun.Instrumentation.Expressions;

namespace DdRun.Instrumentation.Capturing;

/// <summary>What somebody wants to know of the calls that he looks at.</summary>
internal sealed record LiveRequest
{
    /// <summary>Which calls; null for all.</summary>
    public Expression? If { get; init; }

    public Expression[] Expressions { get; init; } = [];

    /// <summary>Whether <c>this</c> and all arguments are read.</summary>
    public bool ReadsArguments { get; init; }

    /// <summary>Whether the result is read.</summary>
    public bool ReadsResult { get; init; }

    /// <summary>Whether types have to be known to weave.</summary>
    public bool NeedsTypes => ReadsArguments || ReadsResult || If is not null || Expressions.Length > 0;
}
