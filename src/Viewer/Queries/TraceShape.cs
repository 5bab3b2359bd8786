using DdRun.Viewer.Store;

namespace DdRun.Viewer.Queries;

/// <summary>The spans of one trace as a tree, depth first, and what the tree tells: own time, the critical path, repeated statements.</summary>
internal sealed class TraceShape
{
    /// <summary>From this many on, the same statement under one parent is called N+1.</summary>
    public const int Repeated = 5;

    private static readonly HashSet<string> StatementTypes =
        ["sql", "db", "redis", "valkey", "cache", "memcached", "mongodb", "elasticsearch", "cassandra", "graphql"];

    /// <param name="spans">Where they are; under the store's gate.</param>
    public TraceShape(IReadOnlyList<(SpanSegment Segment, int Index)> spans)
    {
        // Equal ones stay in the order in which they came.
        var nodes = spans.Select(span => new TraceNode(span.Segment, span.Index)).OrderBy(node => node.Start).ThenByDescending(node => node.Duration).ToArray();
        var byId = new Dictionary<ulong, int>(spans.Count);
        for (var i = 0; i < nodes.Length; i++)
            byId.TryAdd(nodes[i].SpanId, i);
        foreach (var node in nodes)
            if (node.ParentId != 0 && node.ParentId != node.SpanId && byId.TryGetValue(node.ParentId, out var parent))
                nodes[parent].Children.Add(node);
        var roots = nodes.Where(node => node.ParentId == 0 || node.ParentId == node.SpanId || !byId.ContainsKey(node.ParentId)).ToList();
        foreach (var root in roots)
            Walk(root);
        // Spans that are each other's parents hang nowhere: each that is left begins a tree.
        foreach (var node in nodes)
            if (!node.Placed)
                Walk(node);

        foreach (var node in Nodes)
            node.Self = node.Duration - Covered(node);
        foreach (var node in Nodes)
            MarkRepetitions(node);
        if (roots.Count > 0)
            MarkCriticalPath(roots.MaxBy(root => root.Duration)!);
    }

    /// <summary>Depth first, siblings in the order of their start.</summary>
    public List<TraceNode> Nodes { get; } = [];

    /// <summary>Groups of repeated statements.</summary>
    public int Repetitions { get; private set; }

    private void Walk(TraceNode root)
    {
        var stack = new Stack<TraceNode>();
        stack.Push(root);
        while (stack.TryPop(out var node))
        {
            if (node.Placed)
                continue;
            node.Placed = true;
            node.Position = Nodes.Count;
            Nodes.Add(node);
            for (var i = node.Children.Count - 1; i >= 0; i--)
            {
                var child = node.Children[i];
                if (child.Placed)
                    continue;
                child.Depth = node.Depth + 1;
                child.Parent = node;
                stack.Push(child);
            }
        }
    }

    // How much of a span lies under its children, which may overlap and may outlive it.
    private static long Covered(TraceNode node)
    {
        long covered = 0, reached = node.Start;
        foreach (var child in node.Children)
        {
            var from = Math.Max(child.Start, reached);
            var to = Math.Min(child.End, node.End);
            if (to <= from)
                continue;
            covered += to - from;
            reached = to;
        }

        return covered;
    }

    private void MarkRepetitions(TraceNode parent)
    {
        if (parent.Children.Count < Repeated)
            return;
        var groups = new Dictionary<(string Service, string Statement), List<TraceNode>>();
        foreach (var child in parent.Children)
        {
            if (child.Parent != parent || !StatementTypes.Contains(child.Type))
                continue;
            var key = (child.Service, Statement.Normalize(child.Resource));
            if (!groups.TryGetValue(key, out var group))
                groups[key] = group = [];
            group.Add(child);
        }

        foreach (var group in groups.Values)
        {
            if (group.Count < Repeated)
                continue;
            Repetitions++;
            foreach (var child in group)
                child.Repetition = group.Count;
        }
    }

    // What the end of the trace waited for: back from the end, always to the child that ended last before the point that is reached.
    private static void MarkCriticalPath(TraceNode root)
    {
        var stack = new Stack<(TraceNode Node, long Until)>();
        stack.Push((root, root.End));
        while (stack.TryPop(out var work))
        {
            var (node, until) = work;
            if (node.Critical)
                continue;
            node.Critical = true;
            foreach (var child in node.Children.Where(child => child.Parent == node && child.Duration > 0).OrderByDescending(child => child.End))
            {
                if (child.End > until || child.Start >= until)
                    continue;
                stack.Push((child, child.End));
                until = child.Start;
            }
        }
    }
}
