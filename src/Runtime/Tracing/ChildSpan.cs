namespace DdRun.Tracing;

/// <summary>A span with a parent in this process.</summary>
internal sealed class ChildSpan : Span
{
    public ChildSpan(LocalRoot root, Span parent, ulong spanId, string name, string? service, string? resource, string? type, long start)
        : base(parent, spanId, name, service, resource, type, start)
    {
        RootOfTrace = root;
        ParentSpan = parent;
    }

    /// <summary>Stands for children of a trace that is left out.</summary>
    public ChildSpan(LocalRoot root)
        : base(root)
    {
        RootOfTrace = root;
        ParentSpan = root;
    }

    public LocalRoot RootOfTrace { get; }
    public Span ParentSpan { get; private set; }

    /// <summary>Lets go of parents that have finished, but for the trace's first: spans that each begin inside the last would keep all that were before.</summary>
    public void ReleaseParents()
    {
        var parent = ParentSpan;
        while (parent is ChildSpan { IsFinished: true } finished)
            parent = finished.ParentSpan;
        ParentSpan = parent;
    }
}
