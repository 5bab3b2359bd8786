using System.Globalization;
using System.Runtime.InteropServices;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Linux;
using DdRun.Text;

namespace DdRun.Identity;

/// <summary>What never changes while the process lives. Everything is read at first use.</summary>
internal static class ProcessInfo
{
    private static KeyValuePair<string, string>[]? s_tags;
    private static Settings? s_tagsOf;

    /// <summary>32 lower-case hex digits.</summary>
    public static string RuntimeId { get; } = NewRuntimeId();

    public static int ProcessId => Environment.ProcessId;

    /// <summary>Such as <c>10.0.1</c>.</summary>
    public static string LangVersion { get; } = Environment.Version.ToString();

    /// <summary>Such as <c>.NET</c>.</summary>
    public static string LangInterpreter => ".NET";

    public static string TracerVersion { get; } = AssemblyNames.Version(typeof(ProcessInfo).Assembly);

    /// <summary>Bare id of the container, or null outside of one.</summary>
    public static string? ContainerId => Container.Id;

    /// <summary><c>ci-&lt;container id&gt;</c>, else <c>in-&lt;inode of the cgroup&gt;</c>, else null.</summary>
    public static string? EntityId => ContainerId is { } id ? "ci-" + id : Cgroup.Inode;

    /// <summary>What the DogStatsD field <c>c:</c> carries: the bare container id, else <c>in-&lt;inode&gt;</c>.</summary>
    public static string? StatsdContainer => ContainerId ?? Cgroup.Inode;

    /// <summary>Sorted by key; empty when switched off.</summary>
    public static KeyValuePair<string, string>[] Tags
    {
        get
        {
            var settings = Settings.Current;
            if (s_tags is { } tags && ReferenceEquals(s_tagsOf, settings))
                return tags;
            s_tagsOf = settings;
            return s_tags = ProcessTags.Read(settings);
        }
    }

    internal static string? ReadContainerId(string path)
    {
        try
        {
            foreach (var line in ProcFile.Lines(path))
                if (Identity.ContainerId.FromLine(line) is { } id)
                    return id;
        }
        catch (Exception e)
        {
            Log.Debug("No container id: " + e.Message);
        }
        return null;
    }

    // In the host's cgroup namespace the inode would be that of the whole machine.
    private static string? ReadCgroupInode()
    {
        const long hostNamespace = 0xEFFFFFFB;
        try
        {
            if (!OperatingSystem.IsLinux() || Inode("/proc/self/ns/cgroup") is 0 or hostNamespace)
                return null;
            foreach (var line in ProcFile.Lines("/proc/self/cgroup"))
            {
                if (!Identity.ContainerId.TryParse(line, out var controllers, out var path))
                    continue;
                var controller = controllers.Length == 0 ? "" : "memory";
                if (controllers.Length > 0 && Array.IndexOf(controllers, "memory") < 0)
                    continue;
                var node = Path.Join("/sys/fs/cgroup", controller, path);
                if (Inode(node) is var inode and > 2)
                    return "in-" + inode.ToString(CultureInfo.InvariantCulture);
            }
        }
        catch (Exception e)
        {
            Log.Debug("No cgroup inode: " + e.Message);
        }
        return null;
    }

    /// <summary>The number of a file or folder; 0 when there is none.</summary>
    internal static unsafe long Inode(string path)
    {
        // The kernel's struct starts with st_dev and st_ino, 8 bytes each. glibc has functions for it by these names from 2.33 on only.
        const int statBytes = 256;
        const int currentFolder = -100;
        nint newFstatAt = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => 262, Architecture.Arm64 => 79, _ => 0 };
        if (newFstatAt == 0)
            return 0;
        var buffer = stackalloc byte[statBytes];
        fixed (byte* name = Libc.Text(path))
            return Libc.SystemCall(newFstatAt, currentFolder, name, buffer, 0) == 0 ? ((long*)buffer)[1] : 0;
    }

    // What Guid.ToString("N") gives; that is vector code, which is not precompiled.
    private static string NewRuntimeId()
    {
        return HexId.Format(Guid.NewGuid().ToByteArray(bigEndian: true));
    }

    private static class Container
    {
        public static readonly string? Id = ReadContainerId("/proc/self/cgroup");
    }

    private static class Cgroup
    {
        public static readonly string? Inode = ReadCgroupInode();
    }
}
