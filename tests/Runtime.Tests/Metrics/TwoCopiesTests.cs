using System.Runtime.Loader;
using Xunit;

namespace DdRun.Runtime.Tests.Metrics;

[Collection("RuntimeMetrics")]
public sealed class TwoCopiesTests
{
    [Fact]
    public async Task Only_one_of_two_loaded_copies_reports()
    {
        using var ours = StatsdServer.UnixDatagram();
        using var theirs = StatsdServer.UnixDatagram();
        var copy = new AssemblyLoadContext("copy").LoadFromAssemblyPath(typeof(RuntimeMetrics).Assembly.Location).GetType(typeof(RuntimeMetrics).FullName!)!;
        Assert.NotSame(typeof(RuntimeMetrics), copy);

        RuntimeMetrics.Enable(ours.Url, TimeSpan.FromHours(1));
        copy.GetMethod(nameof(RuntimeMetrics.Enable))!.Invoke(null, [theirs.Url, TimeSpan.FromMilliseconds(20)]);
        Assert.Equal(false, copy.GetProperty(nameof(RuntimeMetrics.IsEnabled))!.GetValue(null));
        RuntimeMetrics.Disable();
        await ours.First("runtime.dotnet.threads.count");
        Assert.Empty(theirs.Packets.Items);

        copy.GetMethod(nameof(RuntimeMetrics.Enable))!.Invoke(null, [theirs.Url, TimeSpan.FromMilliseconds(20)]);
        await theirs.First("runtime.dotnet.threads.count");
        copy.GetMethod(nameof(RuntimeMetrics.Disable))!.Invoke(null, null);
    }
}
