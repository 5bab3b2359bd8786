namespace DdRun.Configuration;

internal enum PropagationStyle
{
    Datadog,
    TraceContext,
    B3Multi,
    B3,
    Baggage,
}
