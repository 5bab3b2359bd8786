using DdRun.Metrics.Sources;
using DdRun.Testing;
using Xunit;

namespace DdRun.Runtime.Tests.Metrics;

public sealed class ContainerSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("0::/pod/box", "pod/box/memory.current", "pod/box/memory.max", "1048576\n", 1048576L)]
    [InlineData("0::/", "memory.current", "memory.max", "max\n", null)]
    [InlineData("0::/gone/from/here", "memory.current", "memory.max", "4096\n", 4096L)]
    [InlineData("4:memory:/box", "memory/box/memory.usage_in_bytes", "memory/box/memory.limit_in_bytes", "2097152\n", 2097152L)]
    [InlineData("5:cpu,memory:/box", "memory/memory.usage_in_bytes", "memory/memory.limit_in_bytes", "9223372036854771712\n", null)]
    public void Memory_of_the_control_group_is_found_in_either_version(string group, string usageFile, string limitFile, string limit, long? expectedLimit)
    {
        var groups = _folder.Write("cgroup", "9:name=systemd:/\n" + group + "\n");
        Write(usageFile, "12345\n");
        Write(limitFile, limit);
        var sink = new RecordingSink();
        new ContainerSource(_folder.Path, groups).Collect(sink);
        Assert.Equal(12345, sink.Values["runtime.dotnet.container.mem.usage"]);
        Assert.Equal(expectedLimit, sink.Values.TryGetValue("runtime.dotnet.container.mem.limit", out var sent) ? (long)sent : null);
    }

    [Fact]
    public void Without_a_control_group_nothing_is_said()
    {
        var sink = new RecordingSink();
        new ContainerSource(_folder.Path, Path.Combine(_folder.Path, "none")).Collect(sink);
        Assert.Empty(sink.Values);
    }

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder.Path, file))!);
        _folder.Write(file, text);
    }
}
