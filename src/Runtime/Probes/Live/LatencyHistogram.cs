using System.Numerics;
using System.Runtime.CompilerServices;

namespace DdRun.Probes.Live;

/// <summary>
/// Durations, counted in buckets that are at most an eighth wide, without a lock and without an allocation for a call. Threads of different processors
/// mostly count in different stripes.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int Fine = 3, Buckets = 62 << Fine, Head = 16;
    private const int Failed = 0, Sum = 1, Most = 2;

    private static readonly int s_stripes = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Environment.ProcessorCount, 1, 16));

    [ThreadStatic]
    private static int t_stripe;

    private static int s_next;

    // Failures, sum, and longest lie before the buckets of their stripe.
    private readonly long[]?[] _stripes = new long[]?[s_stripes];

    /// <summary>Counts a call.</summary>
    /// <param name="duration">Nanoseconds.</param>
    /// <param name="hasFailed">Whether an exception left it.</param>
    public void Record(long duration, bool hasFailed)
    {
        if (duration < 0)
            duration = 0;
        var stripe = Stripe();
        Interlocked.Increment(ref stripe[Head + Bucket(duration)]);
        Interlocked.Add(ref stripe[Sum], duration);
        if (hasFailed)
            Interlocked.Increment(ref stripe[Failed]);
        var most = Volatile.Read(ref stripe[Most]);
        while (duration > most)
        {
            var seen = Interlocked.CompareExchange(ref stripe[Most], duration, most);
            if (seen == most)
                break;
            most = seen;
        }
    }

    /// <summary>What was counted since the last time.</summary>
    public LatencySummary Take()
    {
        var counts = new long[Buckets];
        long failed = 0, sum = 0, most = 0, calls = 0;
        foreach (var stripe in _stripes)
        {
            if (stripe is null)
                continue;
            for (var i = 0; i < Buckets; i++)
            {
                if (Volatile.Read(ref stripe[Head + i]) == 0)
                    continue;
                var count = Interlocked.Exchange(ref stripe[Head + i], 0);
                counts[i] += count;
                calls += count;
            }
            failed += Interlocked.Exchange(ref stripe[Failed], 0);
            sum += Interlocked.Exchange(ref stripe[Sum], 0);
            most = Math.Max(most, Interlocked.Exchange(ref stripe[Most], 0));
        }
        return new LatencySummary
        {
            Calls = calls,
            Failed = failed,
            Mean = calls == 0 ? 0 : sum / calls,
            P50 = Quantile(counts, calls, most, 50),
            P95 = Quantile(counts, calls, most, 95),
            P99 = Quantile(counts, calls, most, 99),
            Longest = most,
        };
    }

    private static long Quantile(long[] counts, long calls, long most, int percent)
    {
        if (calls == 0)
            return 0;
        var left = Math.Max(1, (calls * percent + 99) / 100);
        for (var i = 0; i < counts.Length; i++)
        {
            left -= counts[i];
            if (left <= 0)
                return Math.Min(Middle(i), most);
        }
        return most;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bucket(long duration)
    {
        if (duration < 1 << Fine)
            return (int)duration;
        var exponent = BitOperations.Log2((ulong)duration);
        return ((exponent - Fine + 1) << Fine) + (int)(duration >> (exponent - Fine)) - (1 << Fine);
    }

    private static long Middle(int bucket)
    {
        if (bucket < 1 << Fine)
            return bucket;
        var exponent = (bucket >> Fine) - 1;
        var low = (long)((1 << Fine) + (bucket & ((1 << Fine) - 1))) << exponent;
        return low + ((1L << exponent) - 1) / 2;
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
}
