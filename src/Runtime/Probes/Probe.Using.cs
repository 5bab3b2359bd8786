namespace DdRun.Probes;

public static partial class Probe
{
    /// <summary>Records the exception that leaves a <c>using</c> statement on the statement's span. The answer of a filter: not handled here.</summary>
    public static int UsingFault(object exception, object? span)
    {
        try
        {
            (span as Span)?.SetException(AsException(exception));
        }
        catch (Exception)
        {
            // The target's exception matters, not ours.
        }
        return 0;
    }
}
