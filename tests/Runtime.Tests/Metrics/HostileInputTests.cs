using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace DdRun.Runtime.Tests.Metrics;

/// <summary>Whatever the app passes, no datagram breaks the grammar or carries one metric's bytes in another's line.</summary>
public sealed partial class HostileInputTests
{
    private const int Calls = 1500;
    private static readonly string[] s_nasty =
    [
        "\n", "\r\n", "|", "#", ",", ":", "@0.5", "|c", "|#", "|@", "\0", "\u2028", "\u0085", " ", "é", "日本", "😀", "\ud800", "\udc00", "{", "}", "_e{1,1}:", "_sc|", "a", "Z", "9", ".", "-", "_", "/", "\u202e", "\u0301", "\t", "\\n",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_datagram_follows_the_grammar_and_every_line_is_of_one_metric(int seed)
    {
        var random = new Random(seed);
        using var server = StatsdServer.UnixDatagram();
        using var statsd = new Statsd(new() { Url = server.Url, Telemetry = false, ConstantTags = [Text(random)], FlushInterval = TimeSpan.FromHours(1) }, StatsdTests.Of([]));
        for (var i = 0; i < Calls; i++)
        {
            Call(statsd, random, $"Q{i}Q");
            if (random.Next(40) == 0)
                statsd.Flush();
        }
        statsd.Increment("end");
        statsd.Flush();
        await server.First("end");

        Assert.Empty(server.Violations.Items);
        Assert.True(server.Lines.Items.Count > Calls / 2);
        foreach (var line in server.Lines.Items)
            Assert.True(Marker().Matches(line.Line).Select(match => match.Value).Distinct().Count() <= 1, line.Line);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("|")]
    [InlineData("é")]
    [InlineData("x")]
    public async Task Texts_of_64_KiB_harm_nobody_else(string unit)
    {
        var huge = string.Concat(Enumerable.Repeat(unit, 65536));
        using var server = StatsdServer.Udp();
        using var statsd = new Statsd(new() { Url = server.Url, Telemetry = false }, StatsdTests.Of([]));
        statsd.Increment("before");
        statsd.Increment(huge);
        statsd.Gauge("g", 1, [huge]);
        statsd.Set("s", huge);
        statsd.Event(huge, "x");
        statsd.Event("x", huge);
        statsd.ServiceCheck(huge, ServiceStatus.Ok);
        statsd.ServiceCheck("check", ServiceStatus.Ok, huge);
        statsd.Increment("end");
        statsd.Flush();
        await server.First("end");
        Assert.Empty(server.Violations.Items);
        Assert.Equal(["before", "end"], server.Lines.Items.Select(line => line.Name).Order());
        Assert.Equal(7, statsd.Telemetry!.Refusals);
    }

    [Fact]
    public async Task Numbers_read_back_as_what_they_were()
    {
        double[] numbers = [0, -0.0, 1, -1, 0.1, 1e-7, 1e21, double.Epsilon, double.MaxValue, double.MinValue, 123456789.123456789, 1.0 / 3];
        using var server = StatsdServer.Udp();
        using var statsd = new Statsd(new() { Url = server.Url, Telemetry = false }, StatsdTests.Of([]));
        for (var i = 0; i < numbers.Length; i++)
            statsd.Gauge($"g{i}", numbers[i]);
        foreach (var number in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            statsd.Distribution("no", number);
        statsd.Flush();
        await server.Lines.WaitForCount(numbers.Length);
        Assert.Equal(numbers, server.Lines.Items.OrderBy(line => int.Parse(line.Name[1..], CultureInfo.InvariantCulture)).Select(line => line.Value));
        Assert.Empty(server.Violations.Items);
    }

    [Theory]
    [InlineData(0.1234, "0.1234")]
    [InlineData(-12.5, "-12.5")]
    [InlineData(-0.0004, "-0.0004")]
    [InlineData(1024, "1024")]
    [InlineData(99999999999.9, "99999999999.9")]
    [InlineData(100000000000.5, "100000000000.5")]
    [InlineData(0.12345, "0.12345")]
    [InlineData(0.00001, "1e-05")]
    public async Task A_number_is_written_as_short_as_it_can_be(double value, string text)
    {
        using var server = StatsdServer.UnixDatagram();
        using var statsd = new Statsd(new() { Url = server.Url, Telemetry = false }, StatsdTests.Of([]));
        statsd.Gauge("g", value);
        statsd.Flush();
        Assert.Equal(text, (await server.First("g")).Text);
    }

    [Fact]
    public async Task Numbers_of_few_digits_read_back_as_what_they_were()
    {
        const int count = 5000;
        var random = new Random(7);
        var numbers = Enumerable.Range(0, count).Select(i => Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(0, 13)), i % 5)).ToArray();
        using var server = StatsdServer.UnixDatagram();
        using var statsd = new Statsd(new() { Url = server.Url, Telemetry = false }, StatsdTests.Of([]));
        for (var i = 0; i < count; i++)
            statsd.Gauge($"g{i}", numbers[i]);
        statsd.Flush();
        await server.Lines.WaitForCount(count);
        Assert.Equal(numbers, server.Lines.Items.OrderBy(line => int.Parse(line.Name[1..], CultureInfo.InvariantCulture)).Select(line => line.Value));
    }

    private static void Call(Statsd statsd, Random random, string marker)
    {
        var name = random.Next(3) == 0 ? marker + Text(random) : Text(random) + marker + Text(random);
        string[] tags = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(8) == 0 ? null! : marker + Text(random))];
        var value = random.Next(10) == 0 ? double.NaN : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 20));
        var rate = random.Next(4) == 0 ? random.NextDouble() : 1;
        switch (random.Next(8))
        {
            case 0:
                statsd.Increment(name, random.NextInt64(-1000, 1000), tags, rate);
                break;
            case 1:
                statsd.Gauge(name, value, tags);
                break;
            case 2:
                statsd.Histogram(name, value, tags, rate);
                break;
            case 3:
                statsd.Distribution(name, value, tags, rate);
                break;
            case 4:
                statsd.Timing(name, value, tags, rate);
                break;
            case 5:
                statsd.Set(name, marker + Text(random), tags);
                break;
            case 6:
                statsd.Event(marker + Text(random), Text(random) + marker, new() { AggregationKey = Text(random), Hostname = Text(random), SourceType = Text(random) }, tags);
                break;
            default:
                statsd.ServiceCheck(name, ServiceStatus.Warning, Text(random), DateTimeOffset.UnixEpoch, Text(random), tags);
                break;
        }
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => s_nasty[random.Next(s_nasty.Length)]));

    [GeneratedRegex("Q[0-9]+Q")]
    private static partial Regex Marker();
}
