using DdRun.Launcher.Live.Rendering;

namespace DdRun.Launcher.Tests.Live;

public class PrintableTests
{
    [Theory]
    [InlineData("plain ünïcödé 漢字 👍", "plain ünïcödé 漢字 👍")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("a\r\n\tb", "a\\r\\n\\tb")]
    [InlineData("bell\u0007 c1\u009b31m", "bell\\u0007 c1\\u009b31m")]
    [InlineData("\u202egnp.exe", "\\u202egnp.exe")]
    [InlineData("\u2028x\u2029", "\\u2028x\\u2029")]
    [InlineData("del\u007f", "del\\u007f")]
    public void Nothing_that_a_terminal_obeys_gets_there(string text, string shown) => Assert.Equal(shown, Printable.Of(text));

    // Not among the data above, which are kept as UTF-8.
    [Fact]
    public void Half_a_character_is_written_out() => Assert.Equal("\\ud800 alone \\udc00", Printable.Of("\ud800 alone \udc00"));

    [Fact]
    public void Every_control_character_is_written_out()
    {
        for (var letter = '\0'; letter < '\u00a0'; letter++)
        {
            if (char.IsControl(letter))
                Assert.DoesNotContain(letter, Printable.Of($"a{letter}b"));
        }
    }
}
