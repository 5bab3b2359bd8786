namespace DdRun.Viewer.Store;

/// <summary>Parts of traces whose process is not known yet, by their traces: bounded, the oldest out first.</summary>
internal sealed class UnassignedParts
{
    private const int Most = 10_000;
    private readonly Dictionary<ulong, List<(long First, long End, string Service)>> _parts = [];
    private readonly Queue<ulong> _traces = [];

    /// <summary>Notes spans from one ordinal up to another.</summary>
    public void Add(ulong traceId, long first, long end, string service)
    {
        if (!_parts.TryGetValue(traceId, out var parts))
            _parts[traceId] = parts = [];
        parts.Add((first, end, service));
        _traces.Enqueue(traceId);
        if (_traces.Count > Most)
            _parts.Remove(_traces.Dequeue());
    }

    /// <summary>Those of a trace that come from a service, which are then no longer noted.</summary>
    public List<(long First, long End)> Take(ulong traceId, string service)
    {
        if (!_parts.TryGetValue(traceId, out var parts))
            return [];
        var taken = parts.Where(part => part.Service == service).Select(part => (part.First, part.End)).ToList();
        parts.RemoveAll(part => part.Service == service);
        if (parts.Count == 0)
            _parts.Remove(traceId);
        return taken;
    }

    public void Clear()
    {
        _parts.Clear();
        _traces.Clear();
    }
}
