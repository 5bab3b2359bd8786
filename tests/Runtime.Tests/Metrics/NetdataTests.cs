using System.Globalization;
using DdRun.Testing.Services;

namespace DdRun.Runtime.Tests.Metrics;

/// <summary>A server that others wrote understands what is sent.</summary>
public sealed class NetdataTests
{
    [NetdataFact]
    public async Task Netdata_shows_the_runtime_metrics_of_a_process()
    {
        string[] charts =
        [
            "runtime.dotnet.threads.count_gauge", "runtime.dotnet.mem.rss_gauge", "runtime.dotnet.cpu.user_gauge", "runtime.dotnet.gc.size.gen2_gauge",
            "runtime.dotnet.gc.count.gen2_counter", "runtime.dotnet.exceptions.count_counter", "runtime.dotnet.threads.contention_count_counter",
            "runtime.dotnet.aspnetcore.requests.total_gauge", "metered.calls_counter",
        ];
        using var netdata = await NetdataServer.Start();
        using var app = MeteredApp.Start(netdata.StatsdUrl, "0.5", "wait", "gen2=2", "soldout=3", "requests=5", "failing=2", "increments=10");
        await app.Line("ready");
        var values = await netdata.WaitForCharts(all => charts.All(chart => all.ContainsKey("statsd_" + chart)) && all["statsd_runtime.dotnet.aspnetcore.requests.total_gauge"] == 5);
        Assert.Equal(2, values["statsd_runtime.dotnet.aspnetcore.requests.failed_gauge"]);
        Assert.InRange(values["statsd_runtime.dotnet.mem.rss_gauge"], ResidentBytes(app.Id) / 2, ResidentBytes(app.Id) * 2);
    }

    private static double ResidentBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture) * 1024;
    }
}
