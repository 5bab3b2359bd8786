namespace DdRun.Viewer.Store;

/// <summary>The spans in memory: bounded, the oldest out first. Everything is used under <see cref="Gate"/>, for a short while.</summary>
internal sealed class SpanStore(long limit)
{
    private readonly List<SpanSegment> _segments = [];
    private readonly Dictionary<ulong, long> _rowOf = [];
    private readonly UnassignedParts _unassigned = new();
    private SpanSegment? _open;
    private long _nextOrdinal = 1;
    private long _sealedMemory;
    private long _clearedBefore;

    public Lock Gate { get; } = new();

    public TraceRows Rows { get; } = new();

    public RunTable Runs { get; } = new();

    public IReadOnlyList<SpanSegment> Segments => _segments;

    public long Received { get; private set; }

    public long Kept { get; private set; }

    /// <summary>Spans that had to make room.</summary>
    public long Dropped { get; private set; }

    public int Traces => _rowOf.Count;

    /// <summary>Grows with every span, and with every clearing.</summary>
    public long Version => Received + _clearedBefore;

    public long Limit => limit;

    public long Memory => _sealedMemory + (_open?.Memory ?? 0) + Rows.Memory + (_rowOf.Count * 28L);

    /// <summary>Where the next span goes: its strings and tags first, then <see cref="Commit"/>.</summary>
    public SpanSegment Open()
    {
        if (_open is { IsFull: false })
            return _open;
        if (_open is not null)
        {
            _open.Seal();
            _sealedMemory += _open.Memory;
        }

        _open = new(_nextOrdinal);
        _segments.Add(_open);
        while (_segments.Count > 1 && Memory > limit)
            RemoveOldest();
        return _open;
    }

    /// <returns>The span's ordinal.</returns>
    public long Commit(in SpanFields span)
    {
        var segment = _open!;
        segment.Commit(span);
        var ordinal = _nextOrdinal++;
        Received++;
        Kept++;

        if (!_rowOf.TryGetValue(span.TraceId, out var number))
        {
            number = Rows.Add();
            _rowOf[span.TraceId] = number;
            Rows[number] = new() { TraceId = span.TraceId, Start = span.Start, End = span.Start, Head = ordinal, Root = ordinal };
        }
        else
        {
            var (last, index) = Locate(Rows[number].Tail);
            last.Next[index] = ordinal;
        }

        ref var row = ref Rows[number];
        row.Tail = ordinal;
        row.Spans++;
        if (span.Error)
            row.Errors++;
        if (span.TraceIdHigh != 0)
            row.TraceIdHigh = span.TraceIdHigh;
        if (span.ParentId == 0 ? !row.HasRoot : !row.HasRoot && span.Start < row.Start)
            row.Root = ordinal;
        row.HasRoot |= span.ParentId == 0;
        row.Start = Math.Min(row.Start, span.Start);
        row.End = Math.Max(row.End, span.Start + span.Duration);
        return ordinal;
    }

    /// <summary>Says which run spans belong to, from this ordinal on.</summary>
    public void Assign(long from, Run run)
    {
        for (var ordinal = Math.Max(from, FirstOrdinal); ordinal < _nextOrdinal; ordinal++)
        {
            var (segment, index) = Locate(ordinal);
            Assign(segment, index, run);
        }
    }

    private static void Assign(SpanSegment segment, int index, Run run)
    {
        segment.Runs[index] = (ushort)run.Number;
        run.Spans++;
        if (segment.Errors[index])
            run.Errors++;
        run.First = Math.Min(run.First, segment.Starts[index]);
        run.Last = Math.Max(run.Last, segment.Starts[index] + segment.Durations[index]);
    }

    /// <summary>
    /// Says where a part of a trace comes from that names a run, or names none: tracers write it on the first span of a process only, and a part may come
    /// long before that, or after.
    /// </summary>
    /// <param name="from">The ordinal of its first span; it ends with the last that came.</param>
    /// <param name="traceId">The trace.</param>
    /// <param name="service">The process's.</param>
    /// <param name="run">Run 0 where it names none.</param>
    public void AssignPart(long from, ulong traceId, string service, Run run)
    {
        if (!_rowOf.TryGetValue(traceId, out var number))
        {
            Assign(from, run);
            return;
        }
        ref var row = ref Rows[number];
        if (run.Number == 0 && Runs[row.Run] is { Number: > 0 } known && known.Service == service)
            run = known;
        Assign(from, run);
        if (run.Number == 0)
        {
            _unassigned.Add(traceId, from, _nextOrdinal, service);
            return;
        }
        row.Run = (ushort)run.Number;
        foreach (var (first, end) in _unassigned.Take(traceId, run.Service))
            Move(first, end, run);
    }

    // From run 0.
    private void Move(long from, long end, Run run)
    {
        var nobody = Runs[0];
        for (var ordinal = Math.Max(from, FirstOrdinal); ordinal < end; ordinal++)
        {
            nobody.Spans--;
            var (segment, index) = Locate(ordinal);
            if (segment.Errors[index])
                nobody.Errors--;
            Assign(segment, index, run);
        }
    }

    /// <summary>Of the oldest span that is kept.</summary>
    public long FirstOrdinal => _segments.Count == 0 ? _nextOrdinal : _segments[0].First;

    public long NextOrdinal => _nextOrdinal;

    public bool TryFind(ulong traceId, out long row) => _rowOf.TryGetValue(traceId, out row);

    public (SpanSegment Segment, int Index) Locate(long ordinal)
    {
        // Segments are nearly all equally long, so the first guess is nearly always right.
        var first = _segments[0].First;
        var guess = (int)Math.Min((ordinal - first) / SpanSegment.Capacity, _segments.Count - 1);
        while (guess + 1 < _segments.Count && _segments[guess + 1].First <= ordinal)
            guess++;
        while (_segments[guess].First > ordinal)
            guess--;
        return (_segments[guess], (int)(ordinal - _segments[guess].First));
    }

    public long NextInTrace(long ordinal)
    {
        var (segment, index) = Locate(ordinal);
        return segment.Next[index];
    }

    public void Clear()
    {
        _segments.Clear();
        _open = null;
        _sealedMemory = 0;
        _rowOf.Clear();
        _unassigned.Clear();
        for (var number = Rows.First; number < Rows.End; number++)
            Rows[number].Spans = 0;
        Rows.Trim();
        Kept = 0;
        _clearedBefore++;
        foreach (var run in Runs.All)
            (run.Spans, run.Errors, run.First, run.Last) = (0, 0, long.MaxValue, 0);
    }

    private void RemoveOldest()
    {
        var oldest = _segments[0];
        var end = oldest.First + oldest.Count;
        for (var index = 0; index < oldest.Count; index++)
        {
            if (!_rowOf.TryGetValue(oldest.TraceIds[index], out var number))
                continue;
            ref var row = ref Rows[number];
            row.Spans--;
            if (oldest.Errors[index])
                row.Errors--;
            if (oldest.Next[index] >= end || oldest.Next[index] == 0)
            {
                if (row.Spans == 0)
                    _rowOf.Remove(row.TraceId);
                else
                    row.Head = oldest.Next[index];
            }

            if (row.Spans > 0 && row.Root < end)
            {
                row.Root = oldest.Next[index] >= end ? oldest.Next[index] : row.Tail;
                row.HasRoot = false;
            }
        }

        _sealedMemory -= oldest.Memory;
        Dropped += oldest.Count;
        Kept -= oldest.Count;
        _segments.RemoveAt(0);
        Rows.Trim();
    }
}
