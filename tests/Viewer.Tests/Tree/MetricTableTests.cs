using System.Text;
using DdRun.Viewer.Receivers.Statsd;
using DdRun.Viewer.Store;
using DdRun.Viewer.Tree;

namespace DdRun.Viewer.Tests.Tree;

public class MetricTableTests
{
    private static string[] Rows(params string[] datagrams)
    {
        var store = new MetricStore(1 << 20);
        foreach (var datagram in datagrams)
            StatsdLine.Take(Encoding.UTF8.GetBytes(datagram), store, Clock.Now);
        return new MetricTable(new(colors: false)).Render(store).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void The_last_value_counts_and_counts_are_added_up()
    {
        var rows = Rows("b.gauge:1|g|#a:1\na.count:2|c|#a:1\n", "b.gauge:7.5|d|#a:1\na.count:3|c|#a:1");

        Assert.Equal(3, rows.Length);
        Assert.Matches(@"^  a\.count +5$", rows[1]);
        Assert.Matches(@"^  b\.gauge +7\.5$", rows[2]);
    }

    [Fact]
    public void Tags_that_all_share_are_left_out()
    {
        var rows = Rows("x:1|g|#service:shop,generation:gen0\nx:2|g|#service:shop,generation:gen1\ny:3|g|#service:shop\nz:4|g|#exception:Only,service:shop");

        Assert.Matches(@"^  x +1  generation:gen0$", rows[1]);
        Assert.Matches(@"^  x +2  generation:gen1$", rows[2]);
        Assert.Matches(@"^  y +3$", rows[3]);
        Assert.Matches(@"^  z +4  exception:Only$", rows[4]);
    }

    [Fact]
    public void Several_values_in_a_line_are_taken_in_turn() => Assert.Matches(@"^  x +3$", Rows("x:1:2:3|h")[1]);

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData(":1|g")]
    [InlineData("x:notanumber|g")]
    [InlineData("_e{1,1}:a|b")]
    [InlineData("_sc|x|0")]
    [InlineData("datadog.dogstatsd.client.packets_sent:7|c")]
    public void What_is_no_metric_is_passed_over(string datagram) => Assert.Empty(Rows(datagram));
}
