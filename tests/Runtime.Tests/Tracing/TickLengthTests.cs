using DdRun.Tracing;
using Xunit;

namespace DdRun.Runtime.Tests.Tracing;

public class TickLengthTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void It_is_known_after_a_tenth_of_a_second()
    {
        var tick = new TickLength();

        Assert.True(tick.Add(1000, 50));
        Assert.True(tick.Add(1000 + 104_000_000, 50 + 40_000_000));
        Assert.Equal(0, tick.Nanoseconds);
        Assert.True(tick.Add(1000 + 260_000_000, 50 + 100_000_000));
        Assert.Equal(1 / 2.6, tick.Nanoseconds, 12);
    }

    [Fact]
    public void It_follows_a_system_clock_that_is_slewed()
    {
        var tick = new TickLength();
        var (ticks, time) = (0L, 0L);
        tick.Add(ticks, time);
        for (var i = 0; i < 100; i++)
            Assert.True(tick.Add(ticks += 2_600_000_000, time += Second));
        for (var i = 0; i < 25; i++)
            Assert.True(tick.Add(ticks += 2_600_000_000, time += Second + 400_000));

        Assert.Equal(1.0004 / 2.6, tick.Nanoseconds, 9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5_000_000_000)]
    [InlineData(2_590_000_000)]
    [InlineData(5_200_000_000)]
    public void Ticks_that_are_not_even_are_refused(long ticksOfASecond)
    {
        var tick = new TickLength();
        tick.Add(10_000_000_000, 0);
        Assert.True(tick.Add(12_600_000_000, Second));

        Assert.False(tick.Add(12_600_000_000 + ticksOfASecond, 2 * Second));
    }

    [Fact]
    public void Readings_close_to_each_other_are_passed_over()
    {
        var tick = new TickLength();
        tick.Add(0, 0);
        tick.Add(2_600_000_000, Second);

        Assert.True(tick.Add(2_600_000_001, Second + 500_000));
        Assert.Equal(1 / 2.6, tick.Nanoseconds, 12);
    }
}
