using System.Globalization;
using DdRun.Testing;
using Xunit;

namespace DdRun.Runtime.Tests.Metrics;

/// <summary>Whole lives of a real process, of which everything is known.</summary>
public sealed class ProcessLifeTests : IDisposable
{
    private readonly StatsdServer _server = StatsdServer.UnixDatagram();

    public void Dispose()
    {
        _server.Dispose();
        Assert.Empty(_server.Violations.Items);
    }

    [Theory]
    [InlineData("return", 3)]
    [InlineData("exit", 3)]
    [InlineData("crash", 134)]
    [InlineData("disable", 3)]
    public async Task The_last_interval_is_reported_however_the_process_ends(string end, int exitCode)
    {
        using var app = MeteredApp.Start(_server.Url, MeteredApp.Never, end, "increments=7", "gen2=2");
        Assert.Equal(exitCode, (await app.Exit()).ExitCode);
        await AssertReportedOnce();
    }

    [Theory]
    [InlineData(TargetProcess.Terminate)]
    [InlineData(TargetProcess.Interrupt)]
    public async Task The_last_interval_is_reported_when_a_signal_ends_the_process(int signal)
    {
        using var app = MeteredApp.Start(_server.Url, MeteredApp.Never, "wait", "increments=7", "gen2=2");
        await app.Line("ready");
        app.Signal(signal);
        Assert.Equal(128 + signal, (await app.Exit()).ExitCode);
        await AssertReportedOnce();
    }

    [Theory]
    [InlineData("return")]
    [InlineData("exit")]
    public async Task What_the_tracer_counts_at_the_end_is_reported_too(string end)
    {
        using var app = MeteredApp.Start(_server.Url, MeteredApp.Never, ("DD_TRACE_HEALTH_METRICS_ENABLED", "true"), end, "spans=3");
        await app.Exit();
        await _server.First("datadog.tracer.buffer.accepted.spans");
        Assert.Equal(3, _server.Sum("datadog.tracer.buffer.accepted.spans"));
    }

    [Theory]
    [InlineData(MeteredApp.Never)]
    [InlineData("0.1")]
    public async Task Counters_add_up_to_what_the_process_did(string interval)
    {
        using var app = MeteredApp.Start(_server.Url, interval, "return", "gen0=5", "gen1=3", "gen2=2", "soldout=11", "format=4", "contended=9", "increments=1000");
        var contentions = int.Parse((await app.Line("contentions")).Split(' ')[1], CultureInfo.InvariantCulture);
        await app.Exit();
        await _server.First("metered.calls");
        Assert.Equal(5, _server.Sum("runtime.dotnet.gc.count.gen0"));
        Assert.Equal(3, _server.Sum("runtime.dotnet.gc.count.gen1"));
        Assert.Equal(2, _server.Sum("runtime.dotnet.gc.count.gen2"));
        Assert.Equal(11, _server.Sum("runtime.dotnet.exceptions.count", "exception_type:SoldOutException"));
        Assert.Equal(4, _server.Sum("runtime.dotnet.exceptions.count", "exception_type:FormatException"));
        Assert.InRange(contentions, 9, 9 + 3);
        Assert.Equal(contentions, _server.Sum("runtime.dotnet.threads.contention_count"));
        Assert.Equal(1000, _server.Sum("metered.calls"));
    }

    [Theory]
    [InlineData(MeteredApp.Never)]
    [InlineData("0.1")]
    public async Task Requests_are_counted_from_the_first_one_on(string interval)
    {
        using var app = MeteredApp.Start(_server.Url, interval, "return", "requests=20", "failing=6", "increments=1");
        await app.Exit();
        await _server.First("metered.calls");
        Assert.Equal(20, Last("runtime.dotnet.aspnetcore.requests.total"));
        Assert.Equal(6, Last("runtime.dotnet.aspnetcore.requests.failed"));
        Assert.Equal(0, Last("runtime.dotnet.aspnetcore.requests.current"));
        Assert.Equal(1, Last("runtime.dotnet.aspnetcore.connections.total"));
        Assert.Equal(0, Last("runtime.dotnet.aspnetcore.connections.current"));
        Assert.Equal(0, Last("runtime.dotnet.aspnetcore.requests.queue_length"));
        Assert.Equal(0, Last("runtime.dotnet.aspnetcore.connections.queue_length"));
    }

    [Fact]
    public async Task Pauses_and_waits_are_timed_where_events_are_asked_for()
    {
        using var app = MeteredApp.Start(_server.Url, "0.1", ("DD_RUNTIME_METRICS_DIAGNOSTICS_METRICS_API_ENABLED", "false"), "wait", "gen2=5", "contended=5");
        await _server.Lines.WaitFor(lines => lines.Count(line => line.Name == "runtime.dotnet.gc.pause_time") >= 5, "five pauses");
        await _server.Lines.WaitForAny(line => line.Name == "runtime.dotnet.threads.contention_time" && line.Value > 0, "time waited for locks");
        Assert.All(_server.Lines.Items.Where(line => line.Name == "runtime.dotnet.gc.pause_time"), line => Assert.Equal("ms", line.Type));
    }

    [Fact]
    public async Task Every_process_has_a_runtime_id_of_its_own_and_the_configured_tags()
    {
        for (var i = 0; i < 2; i++)
        {
            using var app = MeteredApp.Start(_server.Url, MeteredApp.Never, "return");
            await app.Exit();
        }
        var lines = await _server.Lines.WaitFor(all => all.Count(line => line.Name == "runtime.dotnet.threads.count") == 2, "two reports");
        var threads = lines.Where(line => line.Name == "runtime.dotnet.threads.count").ToArray();
        Assert.Equal(2, threads.Select(line => line.Tag("runtime-id")).Distinct().Count());
        Assert.All(threads, line => Assert.Equal(["service:metered", "env:test", "version:1.2", "team:core", "region:eu"], line.Tags.Take(5)));
    }

    [Fact]
    public async Task Traces_and_metrics_of_a_process_have_the_same_runtime_id()
    {
        await using var agent = await TestAgent.Start();
        using var app = MeteredApp.Start(_server.Url, MeteredApp.Never, ("DD_TRACE_AGENT_URL", agent.Url), "return", "spans=1");
        await app.Exit();
        var line = await _server.First("runtime.dotnet.threads.count");
        Assert.Equal(Assert.Single(agent.Spans.Items).Meta["runtime-id"], line.Tag("runtime-id"));
    }

    [Fact]
    public async Task The_thread_ends_when_there_is_nothing_left_to_report()
    {
        using var app = MeteredApp.Start(_server.Url, "0.1", "disabled");
        await app.Line("disabled");
        await _server.First("runtime.dotnet.threads.count");
        Assert.True(SpinWait.SpinUntil(() => !Threads(app.Id).Contains("dd-run metrics"), Recorder<DogStatsdLine>.Bound), string.Join(", ", Threads(app.Id)));
    }

    [Fact]
    public async Task Descriptors_and_threads_are_counted_as_the_system_counts_them()
    {
        using var app = MeteredApp.Start(_server.Url, "0.1", "wait");
        await app.Line("ready");
        Assert.Contains("dd-run metrics", Threads(app.Id));
        await Arrives("runtime.dotnet.fd.count", () => Directory.GetFiles($"/proc/{app.Id}/fd").Length);
        await Arrives("runtime.dotnet.threads.count", () => Directory.GetDirectories($"/proc/{app.Id}/task").Length);
    }

    // The process may still be settling down: a later report counts as well.
    private async Task Arrives(string name, Func<int> count) =>
        await _server.Lines.WaitFor(lines => lines.LastOrDefault(line => line.Name == name)?.Value == count(), name);

    private static string[] Threads(int process) =>
        [.. Directory.EnumerateFiles($"/proc/{process}/task", "comm", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1, IgnoreInaccessible = true }).Select(file => File.ReadAllText(file).Trim())];

    private double Last(string name) => _server.Lines.Items.Last(line => line.Name == name).Value;

    private async Task AssertReportedOnce()
    {
        await _server.First("metered.calls");
        Assert.Equal(7, _server.Sum("metered.calls"));
        Assert.Equal(2, _server.Sum("runtime.dotnet.gc.count.gen2"));
    }
}
