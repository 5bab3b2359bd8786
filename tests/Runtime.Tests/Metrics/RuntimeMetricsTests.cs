using System.Runtime.CompilerServices;
using DdRun.Identity;
using Xunit;

namespace DdRun.Runtime.Tests.Metrics;

[Collection("RuntimeMetrics")]
public sealed class RuntimeMetricsTests : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);
    private readonly StatsdServer _server = StatsdServer.UnixDatagram();

    public void Dispose()
    {
        RuntimeMetrics.Disable();
        _server.Dispose();
        Assert.Empty(_server.Violations.Items);
    }

    public static TheoryData<string, string> Names => new()
    {
        { "runtime.dotnet.threads.count", "g" },
        { "runtime.dotnet.mem.committed", "g" },
        { "runtime.dotnet.mem.rss", "g" },
        { "runtime.dotnet.cpu.user", "g" },
        { "runtime.dotnet.cpu.system", "g" },
        { "runtime.dotnet.cpu.percent", "g" },
        { "runtime.dotnet.cpu.ctx_switch.voluntary", "c" },
        { "runtime.dotnet.cpu.ctx_switch.involuntary", "c" },
        { "runtime.dotnet.exceptions.count", "c" },
        { "runtime.dotnet.gc.count.gen0", "c" },
        { "runtime.dotnet.gc.count.gen1", "c" },
        { "runtime.dotnet.gc.count.gen2", "c" },
        { "runtime.dotnet.gc.size.gen0", "g" },
        { "runtime.dotnet.gc.size.gen1", "g" },
        { "runtime.dotnet.gc.size.gen2", "g" },
        { "runtime.dotnet.gc.size.loh", "g" },
        { "runtime.dotnet.gc.size.poh", "g" },
        { "runtime.dotnet.gc.fragmentation", "g" },
        { "runtime.dotnet.gc.committed", "g" },
        { "runtime.dotnet.gc.memory_load", "g" },
        { "runtime.dotnet.gc.pause_time.total", "c" },
        { "runtime.dotnet.gc.allocated_bytes", "c" },
        { "runtime.dotnet.gc.allocation_rate", "g" },
        { "runtime.dotnet.threads.contention_count", "c" },
        { "runtime.dotnet.threads.workers_count", "g" },
        { "runtime.dotnet.threads.queue_length", "g" },
        { "runtime.dotnet.threads.work_items", "c" },
        { "runtime.dotnet.timers.count", "g" },
        { "runtime.dotnet.jit.methods", "c" },
        { "runtime.dotnet.jit.time", "c" },
        { "runtime.dotnet.jit.il_bytes", "c" },
        { "runtime.dotnet.assemblies.count", "g" },
        { "runtime.dotnet.fd.count", "g" },
    };

    [Fact]
    public async Task Every_metric_arrives_with_its_type()
    {
        RuntimeMetrics.Enable(_server.Url, s_interval);
        GC.Collect();
        Throw();
        var expected = Names.Select(row => ((string)row[0]!, (string)row[1]!)).ToHashSet();
        await _server.Lines.WaitFor(lines => expected.IsSubsetOf(lines.Select(line => (line.Name, line.Type))), "all metrics");
    }

    [Fact]
    public async Task Every_line_says_whose_it_is()
    {
        RuntimeMetrics.Enable(_server.Url, s_interval);
        var line = await _server.First("runtime.dotnet.threads.count");
        Assert.Equal(".NET", line.Tag("lang"));
        Assert.Equal(ProcessInfo.RuntimeId, line.Tag("runtime-id"));
        Assert.Equal(Environment.Version.ToString(), line.Tag("lang_version"));
        Assert.Equal(ProcessInfo.TracerVersion, line.Tag("tracer_version"));
        Assert.NotNull(line.Tag("lang_interpreter"));
        Assert.NotNull(line.Tag("service"));
    }

    [Fact]
    public async Task Disable_reports_a_last_time_and_ends_the_thread()
    {
        RuntimeMetrics.Enable(_server.Url, TimeSpan.FromHours(1));
        Assert.True(RuntimeMetrics.IsEnabled);
        RuntimeMetrics.Disable();
        Assert.False(RuntimeMetrics.IsEnabled);
        await _server.First("runtime.dotnet.threads.count");
        Assert.Single(_server.Lines.Items, line => line.Name == "runtime.dotnet.threads.count");
    }

    [Fact]
    public async Task Enabling_twice_reports_once()
    {
        using var other = StatsdServer.UnixDatagram();
        RuntimeMetrics.Enable(_server.Url, s_interval);
        RuntimeMetrics.Enable(other.Url, s_interval);
        await _server.First("runtime.dotnet.threads.count");
        RuntimeMetrics.Disable();
        Assert.Empty(other.Packets.Items);
    }

    [Fact]
    public async Task Counters_go_on_where_they_were_when_reporting_starts_again()
    {
        RuntimeMetrics.Enable(_server.Url, TimeSpan.FromHours(1));
        RuntimeMetrics.Disable();
        await _server.First("runtime.dotnet.jit.methods");
        using var second = StatsdServer.UnixDatagram();
        RuntimeMetrics.Enable(second.Url, TimeSpan.FromHours(1));
        RuntimeMetrics.Disable();
        var methods = await second.First("runtime.dotnet.jit.methods");
        Assert.InRange(methods.Value, 0, System.Runtime.JitInfo.GetCompiledMethodCount() - _server.Sum("runtime.dotnet.jit.methods"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw()
    {
        try
        {
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException)
        {
        }
    }
}
