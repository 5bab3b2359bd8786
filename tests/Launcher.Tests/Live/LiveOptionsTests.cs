using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Tests.Live;

public class LiveOptionsTests
{
    [Theory]
    [InlineData("--levels takes a number from 0 to 8", "watch", "X.Y", "-x", "9")]
    [InlineData("--limit takes a number from 1 on", "watch", "X.Y", "-n", "0")]
    [InlineData("--per-second takes a number from 1 to 100000", "watch", "X.Y", "--per-second", "100001")]
    [InlineData("--depth takes a number from 1 to 10", "trace", "X.Y", "--depth", "11")]
    [InlineData("--min takes at most 24h, not 25h", "trace", "X.Y", "--min", "25h")]
    [InlineData("--for takes at most 24h, not 1441m", "stack", "X.Y", "--for", "1441m")]
    [InlineData("--for takes at most 24h, not 25h", "monitor", "X.Y", "--for", "25h")]
    [InlineData("--interval takes 100ms to 24h, not 1ms", "monitor", "X.Y", "-i", "1ms")]
    public void What_no_process_takes_is_told_by_the_option_s_name_before_one_is_asked(string expected, params string[] arguments)
    {
        var result = DdRunProcess.Run([.. arguments, "--pid", "no-such-process"]);
        Assert.StartsWith("dd-run: " + expected + "\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
    }

    [Theory]
    [InlineData("watch", "X.Y", "-x", "0")]
    [InlineData("trace", "X.Y", "--min", "5s")]
    [InlineData("trace", "X.Y", "--min", "24h")]
    [InlineData("monitor", "X.Y", "-i", "100ms")]
    public void What_a_process_takes_goes_to_it(params string[] arguments) =>
        Assert.StartsWith("dd-run: no .NET process is called no-such-process", DdRunProcess.Run([.. arguments, "--pid", "no-such-process"]).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_process_without_a_name_is_told_to_be_none(string name) =>
        Assert.StartsWith("dd-run: no process is named: ", DdRunProcess.Run("watch", "X.Y", "--pid", name).Error, StringComparison.Ordinal);
}
