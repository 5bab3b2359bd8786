using DdRun.Launcher.Variables;

namespace DdRun.Launcher.Tests.Variables;

public class VariableFormatTests
{
    private static readonly KeyValuePair<string, string?>[] Changes = [new("A", """it's "50 %" of $(B) \ $C"""), new("OLD", null)];

    [Theory]
    [InlineData("sh", """
        # why
        export A='it'\''s "50 %" of $(B) \ $C'
        unset OLD

        """)]
    [InlineData("docker", """
        # why
        ENV A="it's \"50 %\" of \$(B) \\ \$C"

        """)]
    [InlineData("systemd", """
        # why
        Environment="A=it's \"50 %%\" of $(B) \\ $C"

        """)]
    [InlineData("k8s", """
        # why
        - name: A
          value: "it's \"50 %\" of $$(B) \\ $C"

        """)]
    [InlineData("powershell", """
        # why
        $env:A = 'it''s "50 %" of $(B) \ $C'
        Remove-Item Env:OLD -ErrorAction SilentlyContinue

        """)]
    [InlineData("json", """
        {
          "A": "it\u0027s \u002250 %\u0022 of $(B) \\ $C"
        }

        """)]
    public void Each_format_quotes_what_it_would_take_for_its_own(string format, string expected) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), VariableFormat.All.Single(candidate => candidate.Name == format).Write(Changes, "why"));

    [Fact]
    public void A_shell_reads_what_was_meant()
    {
        var text = VariableFormat.All.Single(format => format.Name == "sh").Write(Changes, "why");

        Assert.Equal(Changes[0].Value, DdRunProcess.Run("sh", "-c", "eval \"$1\"; printf %s \"$A\"", "sh", text).Output);
    }
}
