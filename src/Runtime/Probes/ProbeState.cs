using DdRun.Probes.Expressions;

namespace DdRun.Probes;

/// <summary>What a call keeps besides its span: only where the rule observes, or where the span begins later than the call.</summary>
internal sealed class ProbeState
{
    [ThreadStatic]
    private static ProbeState? t_spare;

    public ProbeValues Values;
    public object? Result;

    /// <summary>The declared type of <see cref="Result"/>; null as long as there is none.</summary>
    public Type? ResultType;

    /// <summary>What expressions need of the call's beginning when it has ended.</summary>
    public LateValue[]? Kept;
    public Exception? Fault;
    public bool ResultIsError;
    public string? Resource;
    public List<KeyValuePair<string, object?>>? Tags;
    public string?[]? Parts;
    public PendingSpan? Pending;

    /// <summary>Who wants no span, and to be told when the call returns.</summary>
    public ICallObserver? Caller;

    public static ProbeState Take()
    {
        if (t_spare is not { } spare)
            return new ProbeState();
        t_spare = null;
        return spare;
    }

    /// <summary>Leaves it to the thread's next call. Nobody else may refer to it.</summary>
    public void GiveBack()
    {
        Values = default;
        Result = null;
        ResultType = null;
        Kept = null;
        Fault = null;
        ResultIsError = false;
        Resource = null;
        Tags = null;
        Parts = null;
        Pending = null;
        Caller = null;
        t_spare = this;
    }
}
