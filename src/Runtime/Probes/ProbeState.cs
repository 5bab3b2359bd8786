namespace DdRun.Probes;

/// <summary>What a call keeps besides its span: only where the rule observes, or where the span begins later than the call.</summary>
internal sealed class ProbeState
{
    public ProbeValues Values;
    public object? Result;
    public Exception? Fault;
    public bool ResultIsError;
    public string? Resource;
    public List<KeyValuePair<string, object?>>? Tags;
    public string?[]? Parts;
    public PendingSpan? Pending;

    /// <summary>Who wants no span, and to be told when the call returns.</summary>
    public ICallObserver? Caller;
}
