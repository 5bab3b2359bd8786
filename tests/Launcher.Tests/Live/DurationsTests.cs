using DdRun.Launcher.Live;

namespace DdRun.Launcher.Tests.Live;

public class DurationsTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("5s", 5000)]
    [InlineData("1.5s", 1500)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("7", 7000)]
    [InlineData("250us", 0.25)]
    [InlineData("0", 0)]
    public void Units(string text, double milliseconds) => Assert.Equal(milliseconds, Durations.Parse(text)!.Value.TotalMilliseconds);

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 parsecs")]
    [InlineData("1e3s")]
    [InlineData("99999999999h")]
    public void What_is_none(string text) => Assert.Null(Durations.Parse(text));
}
