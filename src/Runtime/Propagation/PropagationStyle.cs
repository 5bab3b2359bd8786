namespace DdRun.Propagation;

internal enum PropagationStyle
{
    Datadog,
    TraceContext,
    B3Multi,
    B3,
    Baggage,
}

internal enum ExtractBehavior
{
    Continue,
    Restart,
    Ignore,
}
