using DdRun.Configuration;
using Xunit;

namespace DdRun.Runtime.Tests.Metrics;

public sealed class StatsdTests : IDisposable
{
    private readonly StatsdServer _server = StatsdServer.Udp();

    public void Dispose()
    {
        _server.Dispose();
        Assert.Empty(_server.Violations.Items);
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("datagram")]
    [InlineData("stream")]
    public async Task Metrics_arrive_over_every_transport(string transport)
    {
        using var server = transport switch { "udp" => StatsdServer.Udp(), "datagram" => StatsdServer.UnixDatagram(), _ => StatsdServer.UnixStream() };
        using var statsd = Client(server.Url);
        statsd.Increment("orders", 3, ["kind:club"]);
        statsd.Flush();
        Assert.Equal("orders:3|c|#kind:club", (await server.First("orders")).Line);
    }

    [Fact]
    public async Task Increments_of_one_series_are_added_up()
    {
        using var statsd = Client();
        for (var i = 0; i < 1000; i++)
            statsd.Increment("orders", tags: ["kind:club", "hot"]);
        statsd.Decrement("orders", 10, ["kind:club", "hot"]);
        statsd.Increment("orders", 5);
        statsd.Flush();
        await _server.Lines.WaitForCount(2);
        Assert.Equal(["orders:5|c", "orders:990|c|#kind:club,hot"], _server.Lines.Items.Select(line => line.Line).Order());
    }

    [Fact]
    public async Task Of_a_gauge_the_last_value_is_sent_once()
    {
        using var statsd = Client();
        statsd.Gauge("depth", 1);
        statsd.Gauge("depth", -2.5);
        statsd.Flush();
        statsd.Flush();
        statsd.Increment("end");
        statsd.Flush();
        await _server.First("end");
        Assert.Equal(["depth:-2.5|g", "end:1|c"], _server.Lines.Items.Select(line => line.Line));
    }

    [Fact]
    public async Task Histograms_distributions_and_timings_keep_every_value()
    {
        using var statsd = Client();
        statsd.Histogram("size", 1);
        statsd.Histogram("size", 2);
        statsd.Distribution("weight", 1.5);
        statsd.Timing("wait", 12);
        statsd.Timing("wait", TimeSpan.FromMilliseconds(1.25));
        statsd.Flush();
        await _server.Lines.WaitForCount(5);
        Assert.Equal(["size:1|h", "size:2|h", "wait:1.25|ms", "wait:12|ms", "weight:1.5|d"], _server.Lines.Items.Select(line => line.Line).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Beyond_what_is_kept_a_sample_stands_for_the_rest()
    {
        const int calls = 10_000;
        using var statsd = Client();
        for (var i = 0; i < calls; i++)
            statsd.Distribution("size", i);
        statsd.Flush();
        statsd.Increment("end");
        statsd.Flush();
        await _server.First("end");
        var lines = _server.Lines.Items.Where(line => line.Name == "size").ToArray();
        Assert.Equal(256, lines.Length);
        Assert.Equal(calls, lines.Sum(line => 1 / line.Rate), 6);
    }

    [Fact]
    public async Task A_set_sends_each_member_once()
    {
        using var statsd = Client();
        foreach (var user in new[] { "ann", "bob", "ann", "a|b:c\n" })
            statsd.Set("users", user);
        statsd.Flush();
        await _server.Lines.WaitForCount(3);
        Assert.Equal(["users:a_b:c_|s", "users:ann|s", "users:bob|s"], _server.Lines.Items.Select(line => line.Line).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_sampled_counter_says_its_rate()
    {
        using var statsd = Client();
        for (var i = 0; i < 1000; i++)
            statsd.Increment("hits", sampleRate: 0.5);
        statsd.Flush();
        var line = await _server.First("hits");
        Assert.Equal(0.5, line.Rate);
        Assert.InRange(line.Value, 1, 999);
    }

    [Fact]
    public async Task Events_announce_the_length_of_their_texts_in_bytes()
    {
        using var statsd = Client();
        statsd.Event("Käse", "two\nlines | and a pipe", new() { AlertType = "warning", Priority = "low", AggregationKey = "k|1" }, ["a:b"]);
        statsd.Flush();
        var line = await _server.First("Käse");
        Assert.Equal("_e{5,23}:Käse|two\\nlines | and a pipe|k:k_1|p:low|t:warning|#a:b", line.Line);
    }

    [Fact]
    public async Task Service_checks_escape_their_message()
    {
        using var statsd = Client();
        statsd.ServiceCheck("db", ServiceStatus.Critical, "no\nroute m:x", DateTimeOffset.FromUnixTimeSeconds(1700000000), "h1", ["a:b"]);
        statsd.Flush();
        Assert.Equal("_sc|db|2|d:1700000000|h:h1|#a:b|m:no\\nroute m\\:x", (await _server.First("db")).Line);
    }

    [Fact]
    public async Task Constant_tags_and_those_of_the_environment_follow_the_callers()
    {
        var settings = new Dictionary<string, string> { ["DD_ENV"] = "prod", ["DD_SERVICE"] = "svc", ["DD_VERSION"] = "1.2", ["DD_ORIGIN_DETECTION_ENABLED"] = "false" };
        using var statsd = new Statsd(new() { Url = _server.Url, Prefix = "app", ConstantTags = ["region:eu"], Telemetry = false }, Of(settings));
        statsd.Increment("x", 1, ["t:1"]);
        statsd.Flush();
        Assert.Equal("app.x:1|c|#t:1,region:eu,env:prod,service:svc,version:1.2", (await _server.First("app.x")).Line);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_reported_and_harms_nothing_else()
    {
        using var statsd = Client(telemetry: true);
        statsd.Gauge("nan", double.NaN);
        statsd.Increment("");
        statsd.Increment("123");
        statsd.Increment(new string('n', 65536));
        statsd.Increment("tagged", 1, [new string('t', 65536)]);
        statsd.Increment("fine");
        statsd.Dispose();
        await _server.First("fine");
        var refused = await _server.First("datadog.dogstatsd.client.metric_dropped_on_receive");
        Assert.Equal(5, refused.Value);
    }

    [Theory]
    [InlineData("udp", 1432)]
    [InlineData("datagram", 8192)]
    public async Task Lines_are_packed_up_to_the_limit_of_the_transport(string transport, int limit)
    {
        using var server = transport == "udp" ? StatsdServer.Udp() : StatsdServer.UnixDatagram();
        using var statsd = Client(server.Url);
        for (var i = 0; i < 1000; i++)
            statsd.Increment($"metric.number{i}", i + 1, ["some:tag"]);
        statsd.Flush();
        await server.Lines.WaitForCount(1000);
        var sizes = server.Packets.Items.Select(packet => packet.Length).ToArray();
        Assert.All(sizes, size => Assert.InRange(size, 1, limit));
        Assert.All(sizes[..^1], size => Assert.InRange(size, limit - 60, limit));
    }

    [Fact]
    public async Task No_increment_is_lost_to_flushes_and_retirement_at_the_same_time()
    {
        const int threads = 4, each = 50_000;
        using var statsd = Client();
        var workers = Enumerable.Range(0, threads).Select(id => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
                statsd.Increment("shared", 1, [i % 7 == 0 ? "rare:yes" : "rare:no"]);
        })).ToArray();
        while (!Task.WhenAll(workers).IsCompleted)
            statsd.Flush();
        await Task.WhenAll(workers);
        statsd.Flush();
        await _server.Lines.WaitFor(_ => _server.Sum("shared") >= threads * each, "all increments");
        Assert.Equal(threads * each, _server.Sum("shared"));
    }

    [Fact]
    public void Nothing_is_sent_when_DogStatsD_is_switched_off()
    {
        using var statsd = new Statsd(new() { Url = _server.Url }, Of(new() { ["DD_DOGSTATSD_DISABLE"] = "true" }));
        statsd.Increment("x");
        statsd.Event("a", "b");
        statsd.Flush();
        Assert.Null(statsd.Worker);
    }

    internal static Func<Settings> Of(Dictionary<string, string> environment)
    {
        var settings = new Settings(environment.GetValueOrDefault, null, _ => false);
        return () => settings;
    }

    private Statsd Client(string? url = null, bool telemetry = false) =>
        new(new() { Url = url ?? _server.Url, Telemetry = telemetry, FlushInterval = TimeSpan.FromHours(1) }, Of(new() { ["DD_ORIGIN_DETECTION_ENABLED"] = "false" }));
}
