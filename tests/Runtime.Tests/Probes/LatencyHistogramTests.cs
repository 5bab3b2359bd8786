using DdRun.Probes.Live;

namespace DdRun.Runtime.Tests.Probes;

public class LatencyHistogramTests
{
    [Fact]
    public void Percentiles_and_the_mean_are_those_of_the_durations_but_for_the_width_of_a_bucket()
    {
        var random = new Random(1);
        var histogram = new LatencyHistogram();
        var all = new List<long>();
        for (var i = 0; i < 100_000; i++)
        {
            // From a nanosecond to minutes, as often in each power of ten.
            var duration = (long)Math.Pow(10, random.NextDouble() * 11);
            all.Add(duration);
            histogram.Record(duration, hasFailed: i % 10 == 0);
        }
        all.Sort();
        var summary = histogram.Take();
        Assert.Equal((100_000, 10_000, all[^1]), (summary.Calls, summary.Failed, summary.Longest));
        Assert.InRange(summary.Mean / all.Average(), 0.995, 1.005);
        foreach (var (percent, found) in new[] { (50, summary.P50), (95, summary.P95), (99, summary.P99) })
            Assert.InRange((double)found / all[all.Count * percent / 100], 1 - 1 / 8.0, 1 + 1 / 8.0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1_000_000_007)]
    [InlineData(long.MaxValue)]
    public void One_duration_is_all_there_is(long duration)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(duration, hasFailed: false);
        var summary = histogram.Take();
        Assert.Equal((1, 0, duration), (summary.Calls, summary.Failed, summary.Longest));
        Assert.InRange(summary.P50, duration - duration / 8, duration);
        Assert.InRange(summary.Mean, duration - duration / 64, duration);
    }

    [Fact]
    public void Nothing_is_lost_while_many_threads_count_and_one_takes()
    {
        const int each = 200_000;
        var histogram = new LatencyHistogram();
        var threads = Enumerable.Range(0, 4).Select(number => new Thread(() =>
        {
            for (var i = 0; i < each; i++)
                histogram.Record(1000 * number + i % 100, hasFailed: i % 2 == 0);
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        long calls = 0, failed = 0;
        while (Array.Exists(threads, thread => thread.IsAlive))
            Take();
        Take();
        Assert.Equal((4 * each, 2 * each), (calls, failed));

        void Take()
        {
            var summary = histogram.Take();
            calls += summary.Calls;
            failed += summary.Failed;
        }
    }

    [Fact]
    public void What_was_taken_is_gone()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(5, hasFailed: true);
        histogram.Take();
        Assert.Equal(default, histogram.Take());
    }

    [Fact]
    public void A_call_that_is_counted_allocates_nothing()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(1, hasFailed: false);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            histogram.End(histogram.Now(), hasFailed: false);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
