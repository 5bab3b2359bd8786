namespace DdRun.Instrumentation.Expressions;

internal enum PathRoot
{
    This,
    Argument,
    Return,
    Method,
    Type,

    /// <summary>How long the call took.</summary>
    Duration,

    /// <summary>Whether the call failed.</summary>
    Error,

    /// <summary>What the call threw.</summary>
    Exception,
}
