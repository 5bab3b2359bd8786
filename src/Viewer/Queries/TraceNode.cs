using DdRun.Viewer.Store;

namespace DdRun.Viewer.Queries;

/// <summary>A span in its trace's tree.</summary>
internal sealed class TraceNode(SpanSegment segment, int index)
{
    public SpanSegment Segment => segment;
    public int Index => index;
    public ulong SpanId => segment.SpanIds[index];
    public ulong ParentId => segment.ParentIds[index];
    public long Start => segment.Starts[index];
    public long Duration => segment.Durations[index];
    public long End => Start + Duration;
    public bool Error => segment.Errors[index];
    public string Service => segment.Strings.Text(segment.Services[index]);
    public string Name => segment.Strings.Text(segment.Names[index]);
    public string Resource => segment.Strings.Text(segment.Resources[index]);
    public string Type => segment.Strings.Text(segment.Types[index]);

    public List<TraceNode> Children { get; } = [];
    public TraceNode? Parent { get; set; }
    public bool Placed { get; set; }
    public int Position { get; set; }
    public int Depth { get; set; }
    /// <summary>Nanoseconds in which none of its children ran.</summary>
    public long Self { get; set; }
    public bool Critical { get; set; }
    /// <summary>How often its statement stands under its parent, where that is N+1; else 0.</summary>
    public int Repetition { get; set; }
}
