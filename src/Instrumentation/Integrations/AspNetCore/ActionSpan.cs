namespace DdRun.Instrumentation.Integrations.AspNetCore;

/// <summary>The span of the action that a request runs.</summary>
internal sealed class ActionSpan(Span span)
{
    public Span Span => span;

    /// <summary>When the action was done with; 0 until then.</summary>
    public long End { get; set; }
}
