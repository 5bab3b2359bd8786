using System.Runtime.CompilerServices;
using DdRun.Identity;
using DdRun.Jit;
using DdRun.Linux;

namespace DdRun.Metrics.Sources;

/// <summary>Memory of the container: usage, and the limit where there is one. Control groups of either version.</summary>
internal sealed class ContainerSource : IMetricSource
{
    // Version 1 says "none" with the largest multiple of a page.
    private const long NoLimit = 0x7FFF_FFFF_F000_0000;
    private const int NumberLength = 64;
    private const string DefaultRoot = "/sys/fs/cgroup";

    private readonly byte[] _usageName = MetricText.Bytes("runtime.dotnet.container.mem.usage");
    private readonly byte[] _limitName = MetricText.Bytes("runtime.dotnet.container.mem.limit");
    private ProcFile? _usage;
    private ProcFile? _limit;

    public ContainerSource() : this(DefaultRoot, "/proc/self/cgroup")
    {
    }

    internal ContainerSource(string root, string groups)
    {
        try
        {
            foreach (var line in ProcFile.Lines(groups))
                if (ContainerId.TryParse(line, out var controllers, out var path) && TryOpen(root, controllers, path))
                    return;
        }
        catch (Exception)
        {
            // No container that this can see.
        }
    }

    [MethodImpl(Compile.Once)]
    public void Collect(MetricSink sink)
    {
        if (_usage == null || _limit == null)
            return;
        if (TryRead(_usage, out var usage))
            sink.Gauge(_usageName, usage);
        if (TryRead(_limit, out var limit) && limit is > 0 and < NoLimit)
            sink.Gauge(_limitName, limit);
    }

    [MethodImpl(Compile.Once)]
    private static bool TryRead(ProcFile file, out long value)
    {
        file.Read();
        return file.TryParse(0, out value);
    }

    private bool TryOpen(string root, string[] controllers, string group)
    {
        var isUnified = controllers.Length == 0;
        if (!isUnified && Array.IndexOf(controllers, "memory") < 0)
            return false;
        var folder = isUnified ? root : Path.Join(root, "memory");
        // Inside of the group's namespace or mount, its folder is the root.
        return TryOpen(Path.Join(folder, group), isUnified) || TryOpen(folder, isUnified);
    }

    private bool TryOpen(string folder, bool isUnified)
    {
        var usage = new ProcFile(Path.Join(folder, isUnified ? "memory.current" : "memory.usage_in_bytes"), NumberLength);
        if (!usage.Exists)
            return false;
        _usage = usage;
        _limit = new(Path.Join(folder, isUnified ? "memory.max" : "memory.limit_in_bytes"), NumberLength);
        return true;
    }
}
