using System.Net.Sockets;
using System.Text;
using DdRun.Testing;
using DdRun.Viewer.Receivers.Statsd;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Tests.Receivers;

public sealed class StatsdTests
{
    [Theory]
    [InlineData("a:1|c", 0)]
    [InlineData("a:1:2:3|d|#service:x,env:y", 0)]
    [InlineData("a:0.5|g|@0.5", 0)]
    [InlineData("a:x|s", 0)]
    [InlineData("_e{1,1}:a|b", 0)]
    [InlineData("_sc|a|0", 0)]
    [InlineData("a:1|c\nb:2|g\n", 0)]
    [InlineData("a", 1)]
    [InlineData(":1|c", 1)]
    [InlineData("a:one|c", 1)]
    [InlineData("a:1|q", 1)]
    [InlineData("a:1|c|@0", 1)]
    [InlineData("a:nan|g", 1)]
    [InlineData("\n|\n:\n", 2)]
    public void LinesAreReadOrCounted(string datagram, int bad) =>
        Assert.Equal(bad, StatsdLine.Take(Encoding.UTF8.GetBytes(datagram), new(1 << 20), Clock.Now));

    [Fact]
    public void CountsAreAddedUpAndGaugesAreNot()
    {
        var store = new MetricStore(1 << 20);
        StatsdLine.Take("c:1|c|@0.5\nc:2|c\ng:1|g\ng:7|g\nd:1:5|d"u8, store, 10_000_000_000);
        var points = store.All.ToDictionary(series => series.Name, series => series[0]);
        Assert.Equal(4, points["c"].Value);
        Assert.Equal(7, points["g"].Value);
        Assert.Equal(new(10, 6, 1, 5, 2), points["d"]);
    }

    [Fact]
    public async Task DatagramsComeOverUdpAndUnixSockets()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "statsd.sock");
        await using var viewer = await RunningViewer.StartAsync("--dogstatsd-socket", path);
        using (var udp = new UdpClient())
            await udp.SendAsync("over.udp:3|g|#service:shop"u8.ToArray(), viewer.DogStatsd);
        using (var unix = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified))
        {
            await unix.ConnectAsync(new UnixDomainSocketEndPoint(path));
            await unix.SendAsync("over.unix:4|g|#service:shop"u8.ToArray());
        }

        var names = await viewer.WaitAsync("/api/metrics", answer => answer.GetProperty("items").GetArrayLength() == 2);
        Assert.Equal("over.udp", names.GetProperty("items")[0].GetProperty("name").GetString());
        var series = await viewer.GetAsync("/api/metrics?name=over.unix&service=shop");
        Assert.Equal(4, series.GetProperty("items")[0].GetProperty("points")[0][1].GetDouble());
        Assert.Equal(0, (await viewer.GetAsync("/api/metrics?name=over.unix&service=other")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public void SeriesWithoutRoomAreTurnedAway()
    {
        var store = new MetricStore(100_000);
        for (var i = 0; i < 10_000; i++)
            store.Add(store.Series($"metric.{i}", "", MetricKind.Gauge, ""), Clock.Now, i);
        Assert.InRange(store.Memory, 1, 110_000);
        Assert.Equal(10_000 - store.All.Count, store.Dropped);
    }
}
