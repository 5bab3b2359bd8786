using DdRun.Sampling;
using DdRun.Tracing;

namespace DdRun.Metrics.Meters;

/// <summary>How often values came, by bounds that each include their own value.</summary>
internal sealed class HistogramPoint(KeyValuePair<string, object?>[] tags, double[] bounds) : MeterPoint(tags)
{
    private readonly long[] _counts = new long[bounds.Length + 1];
    private readonly long[] _looked = new long[bounds.Length + 1];
    private readonly long[] _told = new long[bounds.Length + 1];
    private readonly Exemplar?[] _exemplars = new Exemplar?[bounds.Length + 1];
    private double _sum, _lookedSum, _toldSum;

    // Of the whole life of the series: what belongs to a part of it cannot be told apart afterwards.
    private double _least = double.PositiveInfinity, _most = double.NegativeInfinity;

    public double[] Bounds => bounds;
    public double Least => Volatile.Read(ref _least);
    public double Most => Volatile.Read(ref _most);

    public override void Record(long value) => Record((double)value);

    public override void Record(double value)
    {
        if (double.IsNaN(value))
            return;
        var bucket = 0;
        while (bucket < bounds.Length && value > bounds[bucket])
            bucket++;
        Interlocked.Increment(ref _counts[bucket]);
        Add(ref _sum, value);
        if (value < _least)
            Reach(ref _least, value, -1);
        if (value > _most)
            Reach(ref _most, value, 1);
        if (_exemplars[bucket] is null)
            Keep(bucket, value);
        IsTouched = true;
    }

    /// <summary>The counts as of now, or what has come since the last delivery.</summary>
    public void Look(bool delta, Span<long> counts, out long total, out double sum)
    {
        total = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            _looked[i] = Interlocked.Read(ref _counts[i]);
            counts[i] = delta ? _looked[i] - _told[i] : _looked[i];
            total += counts[i];
        }
        _lookedSum = Volatile.Read(ref _sum);
        sum = delta ? _lookedSum - _toldSum : _lookedSum;
    }

    public Exemplar? TakeExemplar(int bucket) => Interlocked.Exchange(ref _exemplars[bucket], null);

    public override void Delivered()
    {
        _looked.CopyTo(_told, 0);
        _toldSum = _lookedSum;
    }

    // One a bucket and a report: most measurements find it there.
    private void Keep(int bucket, double value)
    {
        if (ActiveSpan.Current is not { IsRemote: false } span || span.Root.Priority <= SamplingPriority.AutoReject)
            return;
        _exemplars[bucket] = new(value, Clock.UtcNanoseconds(), span.Root.TraceIdHigh, span.Root.TraceIdLow, span.SpanId);
    }

    private static void Add(ref double sum, double value)
    {
        var seen = Volatile.Read(ref sum);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref sum, seen + value, seen);
            if (BitConverter.DoubleToInt64Bits(before) == BitConverter.DoubleToInt64Bits(seen))
                return;
            seen = before;
        }
    }

    private static void Reach(ref double extreme, double value, int direction)
    {
        var seen = Volatile.Read(ref extreme);
        while (value.CompareTo(seen) * direction > 0)
        {
            var before = Interlocked.CompareExchange(ref extreme, value, seen);
            if (before.Equals(seen))
                return;
            seen = before;
        }
    }
}
