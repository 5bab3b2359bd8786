using System.Runtime.CompilerServices;
using DdRun.Diagnostics;
using DdRun.Linux;

namespace DdRun.Metrics.Sources;

/// <summary>Memory of the container: usage, and the limit where there is one. Control groups of either version.</summary>
internal sealed class ContainerSource : IMetricSource
{
    // Version 1 says "none" with the largest multiple of a page.
    private const long NoLimit = 0x7FFF_FFFF_F000_0000;
    private const int NumberLength = 64;
    private const string DefaultRoot = "/sys/fs/cgroup";

    private readonly ProcFile? _usage;
    private readonly ProcFile? _limit;

    public ContainerSource() : this(DefaultRoot, "/proc/self/cgroup")
    {
    }

    internal ContainerSource(string root, string groups)
    {
        if (Locate(root, groups) is not { } files) return;
        _usage = new(files.Usage, NumberLength);
        _limit = new(files.Limit, NumberLength);
    }

    [MethodImpl(Compile.Once)]
    public void Collect(MetricSink sink)
    {
        if (_usage == null || _limit == null) return;
        if (ProcFile.TryParse(_usage.Read(), out var usage)) sink.Gauge("runtime.dotnet.container.mem.usage"u8, usage);
        if (ProcFile.TryParse(_limit.Read(), out var limit) && limit is > 0 and < NoLimit)
            sink.Gauge("runtime.dotnet.container.mem.limit"u8, limit);
    }

    private static (string Usage, string Limit)? Locate(string root, string groups)
    {
        try
        {
            foreach (var line in ProcFile.Lines(groups))
            {
                // hierarchy:controllers:path
                var parts = line.Split(':', 3);
                if (parts.Length < 3) continue;
                var isUnified = parts[1].Length == 0;
                if (!isUnified && Array.IndexOf(parts[1].Split(','), "memory") < 0) continue;
                var folder = isUnified ? root : Path.Join(root, "memory");
                var usage = isUnified ? "memory.current" : "memory.usage_in_bytes";
                var limit = isUnified ? "memory.max" : "memory.limit_in_bytes";
                // Inside of the group's namespace or mount, its folder is the root.
                foreach (var place in new[] { Path.Join(folder, parts[2]), folder })
                    if (File.Exists(Path.Join(place, usage)))
                        return (Path.Join(place, usage), Path.Join(place, limit));
            }
        }
        catch (Exception)
        {
            // No container that this can see.
        }
        return null;
    }
}
