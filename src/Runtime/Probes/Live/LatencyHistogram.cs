using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using DdRun.Tracing;

namespace DdRun.Probes.Live;

/// <summary>
/// Durations, counted in buckets that are at most an eighth wide, without a lock and without an allocation for a call. Threads of different processors
/// mostly count in different stripes. A call is one addition: a bucket holds how many there were and, above that, how far into it they reached.
/// </summary>
/// <param name="isByProcessor">Whether the processor's counter is read, of which a tick's length is known.</param>
/// <param name="nanoseconds">How long a tick is.</param>
internal sealed class LatencyHistogram(bool isByProcessor, double nanoseconds)
{
    private const int Fine = 3, Buckets = 62 << Fine, Head = 16, Failed = 0, Most = 1;

    // Sixteenths of a bucket, summed up above the count.
    private const int PartBits = 4, CountBits = 32;

    private static readonly int s_stripes = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Environment.ProcessorCount, 1, 16));

    [ThreadStatic]
    private static int t_stripe;

    private static int s_next;

    private readonly long[]?[] _stripes = new long[]?[s_stripes];

    // What was taken out of the stripes since the last summary; for one thread.
    private readonly long[] _counts = new long[Buckets];
    private double _sum;
    private long _calls, _failed, _longest;

    /// <summary>One that reads the system's clock.</summary>
    public LatencyHistogram()
        : this(false, 1e9 / Stopwatch.Frequency)
    {
    }

    /// <summary>In ticks of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Now() => isByProcessor ? ProcessorClock.Read() : Stopwatch.GetTimestamp();

    /// <summary>Counts a call that has begun <see cref="Now"/> at some time, and ends now.</summary>
    public void End(long started, bool hasFailed) => Record((long)((Now() - started) * nanoseconds), hasFailed);

    /// <summary>Counts a call.</summary>
    /// <param name="duration">Nanoseconds.</param>
    /// <param name="hasFailed">Whether an exception left it.</param>
    public void Record(long duration, bool hasFailed)
    {
        if (duration < 0)
            duration = 0;
        var stripe = Stripe();
        var bucket = Bucket(duration, out var part);
        Interlocked.Add(ref stripe[Head + bucket], (part << CountBits) + 1);
        if (hasFailed)
            Interlocked.Increment(ref stripe[Failed]);
        if (duration > Volatile.Read(ref stripe[Most]))
            Lengthen(ref stripe[Most], duration);
    }

    /// <summary>Takes what was counted out of the stripes, before they run over: every few seconds, from one thread.</summary>
    public void Collect()
    {
        foreach (var stripe in _stripes)
        {
            if (stripe is null)
                continue;
            for (var i = 0; i < Buckets; i++)
            {
                if (Volatile.Read(ref stripe[Head + i]) == 0)
                    continue;
                var cell = Interlocked.Exchange(ref stripe[Head + i], 0);
                var count = cell & uint.MaxValue;
                _counts[i] += count;
                _calls += count;
                _sum += Sum(i, count, (ulong)cell >> CountBits);
            }
            _failed += Interlocked.Exchange(ref stripe[Failed], 0);
            _longest = Math.Max(_longest, Interlocked.Exchange(ref stripe[Most], 0));
        }
    }

    /// <summary>What was counted since the last time; from the thread that collects.</summary>
    public LatencySummary Take()
    {
        Collect();
        var summary = new LatencySummary
        {
            Calls = _calls,
            Failed = _failed,
            Mean = _calls == 0 ? 0 : Math.Min(_longest, (long)(_sum / _calls)),
            P50 = Quantile(50),
            P95 = Quantile(95),
            P99 = Quantile(99),
            Longest = _longest,
        };
        Array.Clear(_counts);
        (_sum, _calls, _failed, _longest) = (0, 0, 0, 0);
        return summary;
    }

    private long Quantile(int percent)
    {
        if (_calls == 0)
            return 0;
        var left = Math.Max(1, (_calls * percent + 99) / 100);
        for (var i = 0; i < Buckets; i++)
        {
            left -= _counts[i];
            if (left <= 0)
                return Math.Min(Low(i) + (Width(i) - 1) / 2, _longest);
        }
        return _longest;
    }

    // Below eight each has a bucket; from there on eight share a power of two.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bucket(long duration, out long part)
    {
        part = 0;
        if (duration < 1 << Fine)
            return (int)duration;
        var shift = BitOperations.Log2((ulong)duration) - Fine;
        part = shift >= PartBits ? duration >> (shift - PartBits) & ((1 << PartBits) - 1) : (duration & ((1L << shift) - 1)) << (PartBits - shift);
        return (shift << Fine) + (int)(duration >> shift);
    }

    private static long Width(int bucket) => bucket < 2 << Fine ? 1 : 1L << ((bucket >> Fine) - 1);

    private static long Low(int bucket) => bucket < 2 << Fine ? bucket : (long)((1 << Fine) + (bucket & ((1 << Fine) - 1))) << ((bucket >> Fine) - 1);

    // In a part of a bucket they lie in its middle.
    private static double Sum(int bucket, long count, ulong parts)
    {
        var part = (double)Width(bucket) / (1 << PartBits);
        return (double)count * Low(bucket) + parts * part + (part > 1 ? count * part / 2 : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long[] Stripe()
    {
        var number = t_stripe;
        if (number == 0)
            t_stripe = number = Interlocked.Increment(ref s_next);
        ref var stripe = ref _stripes[number & (s_stripes - 1)];
        return stripe ?? Make(ref stripe);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long[] Make(ref long[]? stripe) => Interlocked.CompareExchange(ref stripe, new long[Head + Buckets], null) ?? stripe!;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Lengthen(ref long most, long duration)
    {
        for (var known = Volatile.Read(ref most); duration > known;)
        {
            var seen = Interlocked.CompareExchange(ref most, duration, known);
            if (seen == known)
                return;
            known = seen;
        }
    }
}
