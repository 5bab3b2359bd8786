using System.Diagnostics;
using DdRun.Tracing;
using Xunit;

namespace DdRun.Runtime.Tests.Tracing;

public class ProcessorClockTests
{
    public ProcessorClockTests() => SpinWait.SpinUntil(() => ProcessorClock.TryMeasure(out _), TimeSpan.FromSeconds(30));

    [ProcessorClockFact]
    public void It_agrees_with_the_clock_of_the_system()
    {
        Assert.True(ProcessorClock.TryMeasure(out var tickNanoseconds));
        var outerStart = Stopwatch.GetTimestamp();
        var start = ProcessorClock.Read();
        var innerStart = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(innerStart) < TimeSpan.FromMilliseconds(50))
            Thread.Yield();
        var innerEnd = Stopwatch.GetTimestamp();
        var nanoseconds = (ProcessorClock.Read() - start) * tickNanoseconds;
        var outerEnd = Stopwatch.GetTimestamp();

        Assert.InRange(nanoseconds, Nanoseconds(innerEnd - innerStart) * 0.999, Nanoseconds(outerEnd - outerStart) * 1.001);
    }

    [ProcessorClockFact]
    public void Spans_are_timed_by_it()
    {
        var tracer = new TestTracer();
        var before = DateTimeOffset.UtcNow;
        var span = tracer.Core.Begin("operation", null, null, null);
        var child = tracer.Core.Begin("part", null, null, null);
        var waiting = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(waiting) < TimeSpan.FromMilliseconds(20))
            Thread.Yield();
        var waited = Stopwatch.GetElapsedTime(waiting);
        child.Finish();
        span.Finish();
        var after = DateTimeOffset.UtcNow;

        Assert.NotEqual(Nanoseconds(Stopwatch.Frequency), span.Root.Snapshot.ToTicks(1_000_000_000));
        Assert.InRange(child.Duration, waited * 0.999, (after - before) * 1.001 + TimeSpan.FromMilliseconds(1));
        Assert.InRange(span.StartTime, before.AddMilliseconds(-1), child.StartTime);
        Assert.True(span.StartTime + span.Duration >= child.StartTime + child.Duration - TimeSpan.FromTicks(2));
    }

    [ProcessorClockFact]
    public void Times_that_were_given_come_back_the_same()
    {
        var tracer = new TestTracer();
        var random = new Random(5);
        for (var i = 0; i < 1000; i++)
        {
            var start = DateTimeOffset.UtcNow.AddTicks(-random.NextInt64(TimeSpan.TicksPerDay * 365 * 50));
            var length = TimeSpan.FromTicks(random.NextInt64(TimeSpan.TicksPerHour));
            var span = tracer.Core.Start(null, "operation", null, null, null, start);
            span.Finish(start + length);

            Assert.Equal(start, span.StartTime);
            Assert.Equal(length, span.Duration);
        }
    }

    [ProcessorClockFact]
    public void Times_a_century_away_do_not_overflow()
    {
        var start = DateTimeOffset.UnixEpoch.AddYears(-10);
        var span = new TestTracer().Core.Start(null, "operation", null, null, null, start);
        span.Finish(start.AddYears(100));

        Assert.Equal(start, span.StartTime);
        Assert.Equal(start.AddYears(100) - start, span.Duration);
    }

    private static double Nanoseconds(long stopwatchTicks) => stopwatchTicks * (1e9 / Stopwatch.Frequency);
}
