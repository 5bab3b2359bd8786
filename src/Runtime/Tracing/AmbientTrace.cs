namespace DdRun.Tracing;

/// <summary>The trace that another tracer in the process has under way in the current flow. A trace that begins here has its id, so that what the two send with one request agrees.</summary>
internal abstract class AmbientTrace
{
    /// <summary>Null while there is nobody to ask: the framework's own tracing is not even loaded.</summary>
    public static AmbientTrace? Source { get; set; }

    /// <summary>Answers false where there is none, or none that is of this process.</summary>
    public abstract bool TryGet(out ulong traceIdHigh, out ulong traceIdLow);
}
