using DdRun.Launcher.Cli;
using DdRun.Launcher.Live.Rendering;

namespace DdRun.Launcher.Tests.Live;

public class TextTableTests
{
    [Fact]
    public void Columns_are_as_wide_as_their_cells_and_numbers_stand_to_the_right()
    {
        var table = new TextTable(">PID", "NAME", "TRACED");
        table.Add("7", "a\u001bb", "no");
        table.Add("12345", "Shop", "");

        Assert.Equal("  PID  NAME      TRACED\n    7  a\\u001bb  no\n12345  Shop\n", table.Render(new Style(false), new(null)));
    }

    [Fact]
    public void The_last_column_ends_where_the_terminal_does()
    {
        var table = new TextTable("NAME", "REASON");
        table.Add("Shop", new string('x', 100));

        var lines = table.Render(new Style(false), new(40)).Split('\n');

        Assert.Equal("Shop  " + new string('x', 33) + "…", lines[1]);
        Assert.All(lines, line => Assert.True(line.Length <= 40));
    }
}
