using System.Runtime;
using System.Runtime.Loader;
using Xunit;

namespace DdRun.Runtime.Tests.Metrics;

/// <summary>Two load contexts of one process hold a copy of the library each, as when an app brings its own and is started by dd-run.</summary>
[Collection("RuntimeMetrics")]
public sealed class TwoCopiesTests
{
    private static readonly TimeSpan s_never = TimeSpan.FromHours(1);
    private static readonly Type s_copy =
        new AssemblyLoadContext("copy").LoadFromAssemblyPath(typeof(RuntimeMetrics).Assembly.Location).GetType(typeof(RuntimeMetrics).FullName!)!;

    [Fact]
    public async Task Only_one_of_two_loaded_copies_reports()
    {
        using var ours = StatsdServer.UnixDatagram();
        using var theirs = StatsdServer.UnixDatagram();
        RuntimeMetrics.Enable(ours.Url, TimeSpan.FromHours(1));
        Enable(theirs.Url, TimeSpan.FromMilliseconds(20));
        Assert.Equal(false, s_copy.GetProperty(nameof(RuntimeMetrics.IsEnabled))!.GetValue(null));
        RuntimeMetrics.Disable();
        await ours.First("runtime.dotnet.threads.count");
        Assert.Empty(theirs.Packets.Items);

        Enable(theirs.Url, TimeSpan.FromMilliseconds(20));
        await theirs.First("runtime.dotnet.threads.count");
        Disable();
    }

    [Fact]
    public void When_they_take_turns_each_reports_what_the_other_has_not()
    {
        Assert.NotSame(typeof(RuntimeMetrics), s_copy);
        using var start = StatsdServer.UnixDatagram();
        RuntimeMetrics.Enable(start.Url, s_never);
        var collections = GC.CollectionCount(2);
        var methods = JitInfo.GetCompiledMethodCount();
        RuntimeMetrics.Disable();

        double reportedCollections = 0, reportedMethods = 0;
        for (var turn = 0; turn < 4; turn++)
        {
            GC.Collect(2);
            using var server = StatsdServer.UnixDatagram();
            if (turn % 2 == 0)
            {
                Enable(server.Url, s_never);
                Disable();
            }
            else
            {
                RuntimeMetrics.Enable(server.Url, s_never);
                RuntimeMetrics.Disable();
            }
            server.Dispose();
            Assert.Empty(server.Violations.Items);
            Assert.InRange(server.Sum("runtime.dotnet.gc.count.gen2"), 1, GC.CollectionCount(2) - collections);
            Assert.True(server.Sum("runtime.dotnet.cpu.ctx_switch.voluntary") >= 0);
            reportedCollections += server.Sum("runtime.dotnet.gc.count.gen2");
            reportedMethods += server.Sum("runtime.dotnet.jit.methods");
        }
        // Others may collect in this process as well: before the first report, and after the last.
        Assert.InRange(reportedCollections, 4, GC.CollectionCount(2) - collections);
        Assert.InRange(reportedMethods, 0, JitInfo.GetCompiledMethodCount() - methods);
    }

    [Fact]
    public void What_the_server_of_one_has_not_taken_is_reported_by_the_other()
    {
        using var start = StatsdServer.UnixDatagram();
        RuntimeMetrics.Enable(start.Url, s_never);
        RuntimeMetrics.Disable();
        Enable("unix:///no/such.socket", s_never);
        GC.Collect(2);
        Disable();

        using var server = StatsdServer.UnixDatagram();
        RuntimeMetrics.Enable(server.Url, s_never);
        RuntimeMetrics.Disable();
        server.Dispose();
        Assert.True(server.Sum("runtime.dotnet.gc.count.gen2") >= 1);
    }

    private static void Enable(string url, TimeSpan interval) => s_copy.GetMethod(nameof(RuntimeMetrics.Enable))!.Invoke(null, [url, interval]);

    private static void Disable() => s_copy.GetMethod(nameof(RuntimeMetrics.Disable))!.Invoke(null, null);
}
