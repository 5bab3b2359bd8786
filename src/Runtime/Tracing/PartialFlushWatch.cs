namespace DdRun.Tracing;

/// <summary>What is known about an open trace from one look at it to the next.</summary>
internal struct PartialFlushWatch
{
    // Not the trace itself, which would be kept by it.
    private ulong _id;
    private int _started, _collected, _finished;
    private long _since, _lastNews;

    /// <summary>Roughly the bytes of its finished spans.</summary>
    public long Weight { get; private set; }

    public readonly bool IsDue(long now, TimeSpan idle, TimeSpan age) => now - _lastNews >= idle.TotalMilliseconds || now - _since >= age.TotalMilliseconds;

    public readonly bool IsQuiet(long now) => _lastNews != now;

    /// <summary>Answers <see cref="Weight"/>.</summary>
    public long Look(LocalRoot root, long now)
    {
        if (_id != root.SpanId)
            this = new PartialFlushWatch { _id = root.SpanId, _since = now };
        var (started, collected, newest) = root.Progress;
        // Above zero when it is being collected this moment.
        var finished = Math.Max(0, -(newest?.Position ?? 0));
        if (started == _started && collected == _collected && finished == _finished)
            return Weight;
        _lastNews = now;
        if (collected != _collected || finished < _finished)
            (Weight, _finished) = (0, 0);
        for (var span = newest; span is not null && _finished < finished; span = span.Next, _finished++)
            Weight += span.Weight;
        (_started, _collected, _finished) = (started, collected, finished);
        return Weight;
    }
}
