using System.Diagnostics.Metrics;
using DdRun.Metrics.Meters;
using DdRun.Metrics.Reports;

namespace DdRun.Runtime.Tests.Metrics;

/// <summary>The application's meters as DogStatsD gets them.</summary>
public class MeterReportTests
{
    [Fact]
    public async Task Instruments_arrive_as_DogStatsD_has_them()
    {
        using var server = StatsdServer.Udp();
        using var client = new Statsd(new() { Url = server.Url, Telemetry = false });
        using var meter = new Meter("Shop.Orders");
        var report = MeterReport.Start(new MeterPatterns("Shop.*"), client, client.Worker!);
        var orders = meter.CreateCounter<long>("orders.placed");
        orders.Add(2, new KeyValuePair<string, object?>("kind", "club"));
        orders.Add(3, new KeyValuePair<string, object?>("kind", "club"));
        var euros = meter.CreateCounter<double>("euros");
        euros.Add(1.75);
        meter.CreateUpDownCounter<int>("open").Add(-4);
        meter.CreateHistogram<double>("took").Record(0.25, new KeyValuePair<string, object?>("ok", true));
        meter.CreateObservableGauge("heat", () => 36.5);
        client.Worker!.FlushReports();
        euros.Add(0.5);
        client.Worker.FlushReports();
        client.Flush();
        var lines = await server.Lines.WaitFor(all => all.Any(line => line.Name == "euros") && all.Any(line => line.Name == "took") && all.Any(line => line.Name == "heat"), "the instruments");
        AssertLine("orders.placed", 5, "c", "kind:club");
        // Counts are whole: of 1.75 and 0.5, two have come, and a quarter waits.
        AssertLine("euros", 2, "c");
        AssertLine("open", -4, "g");
        AssertLine("took", 0.25, "d", "ok:true");
        AssertLine("heat", 36.5, "g");
        GC.KeepAlive(report);

        void AssertLine(string name, double value, string type, params string[] tags)
        {
            var line = Assert.Single(lines, one => one.Name == name);
            Assert.Equal((value, type), (line.Value, line.Type));
            Assert.All(tags, tag => Assert.Contains(tag, line.Tags));
        }
    }
}
