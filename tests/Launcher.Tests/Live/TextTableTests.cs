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
    public void The_widest_columns_are_cut_where_the_terminal_is_narrow()
    {
        var table = new TextTable(">PID", "<METHOD", "CODE", "WOVEN");
        table.Add("1234567", "Shop.Orders.Cart.CheckoutAsync(Cart cart)", "jitted", "by dd-run.json(12,5)");
        table.Add("1", "Shop.Cart.Add()", "jitted", "no");

        Assert.Equal(
            """
                PID  METHOD                CODE    WOVEN
            1234567  …CheckoutAsync(…)     jitted  by dd-run.json(12,5)
                  1  Shop.Cart.Add()       jitted  no

            """,
            table.Render(new Style(false), new(59)));
    }

    [Theory]
    [InlineData("Shop.Orders.Cart.Checkout(Cart cart, string customer)", 60, "Shop.Orders.Cart.Checkout(Cart cart, string customer)")]
    [InlineData("Shop.Orders.Cart.Checkout(Cart cart, string customer)", 30, "Shop.Orders.Cart.Checkout(…)")]
    [InlineData("Shop.Orders.Cart.Checkout(Cart cart, string customer)", 20, "…Cart.Checkout(…)")]
    [InlineData("Shop.Orders.Cart.Checkout(Cart cart, string customer)", 13, "…Checkout(…)")]
    [InlineData("Shop.Orders.Cart.Checkout(Cart cart, string customer)", 8, "…Checko…")]
    [InlineData("Shop.Orders.Cart.Clear()", 14, "…Cart.Clear()")]
    [InlineData("Shop.Orders.Cart..ctor(int size)", 12, "….ctor(…)")]
    [InlineData("Shop.Orders.Cart", 8, "…Cart")]
    [InlineData("nothing to part", 8, "nothing…")]
    public void Of_a_name_the_end_stays(string name, int length, string expected) => Assert.Equal(expected, Terminal.CutName(name, length));

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
