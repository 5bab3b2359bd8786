namespace DdRun.Probes.Expressions;

/// <summary>What is known of a call at its end.</summary>
internal readonly struct LateContext
{
    /// <summary>Nanoseconds from the beginning of the call to its end.</summary>
    public long Elapsed { get; init; }

    public bool HasFailed { get; init; }

    public Exception? Fault { get; init; }

    /// <summary>The values that were kept when the call began.</summary>
    public LateValue[]? Kept { get; init; }

    public object? Result { get; init; }

    /// <summary>The declared type of the result; null when there is none.</summary>
    public Type? ResultType { get; init; }
}
