namespace DdRun.Launcher.Local;

/// <summary>The spans of a trace under their parents, in order of their start.</summary>
internal sealed class TraceTree
{
    private readonly Dictionary<ulong, List<LocalSpan>> _children = [];

    public TraceTree(IReadOnlyCollection<LocalSpan> spans)
    {
        var ids = new HashSet<ulong>(spans.Select(span => span.SpanId));
        foreach (var span in spans.OrderBy(span => span.Start))
        {
            if (span.ParentId == 0 || span.ParentId == span.SpanId || !ids.Contains(span.ParentId))
                Roots.Add(span);
            else if (_children.TryGetValue(span.ParentId, out var siblings))
                siblings.Add(span);
            else
                _children[span.ParentId] = [span];
        }
    }

    /// <summary>Spans without a parent in this payload: more than one when a trace comes in parts.</summary>
    public List<LocalSpan> Roots { get; } = [];

    public IReadOnlyList<LocalSpan> ChildrenOf(LocalSpan span) => _children.TryGetValue(span.SpanId, out var children) ? children : [];
}
