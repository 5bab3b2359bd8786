using System.Collections.Concurrent;
using System.Diagnostics;
using DdRun.Launcher.Attach;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Live.Processes;

/// <summary>The .NET processes of this machine, found by what the kernel and their diagnostics ports tell.</summary>
internal sealed class ProcessFinder
{
    private const string LookedInto = "DD_RUN_LIVE_ONLY";
    private const int OldestRuntime = 8;

    /// <summary>How long a process may take to answer on its diagnostics port, which a healthy one does in a millisecond.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    // Where ours lies, to be told by, and what this program is called.
    private static readonly string s_own = Path.GetFileName(Environment.ProcessPath) ?? "dd-run";

    private readonly ConcurrentDictionary<string, ElfImage?> _images = new();

    /// <summary>All of them by their ids. Asked at the same time, so that those that do not answer cost one wait together.</summary>
    public IReadOnlyList<DotnetProcess> All()
    {
        var found = new List<DotnetProcess>();
        var threads = new List<Thread>();
        foreach (var facts in ProcessFacts.All())
        {
            if (!MayBe(facts, out var environment, out var port, out var maps))
                continue;
            var thread = new Thread(() =>
            {
                if (Look(facts, environment, port, maps) is not { } process)
                    return;
                lock (found)
                    found.Add(process);
            })
            { IsBackground = true };
            thread.Start();
            threads.Add(thread);
        }

        foreach (var thread in threads)
            thread.Join();
        found.Sort((a, b) => a.Id.CompareTo(b.Id));
        return found;
    }

    /// <returns>Null when there is no such process, or it is none of .NET's.</returns>
    public DotnetProcess? Find(int id) =>
        ProcessFacts.Read(id) is { } facts && MayBe(facts, out var environment, out var port, out var maps) ? Look(facts, environment, port, maps) : null;

    // Without asking it anything.
    private bool MayBe(ProcessFacts facts, out Dictionary<string, string> environment, out string? port, out string maps)
    {
        (environment, port, maps) = ([], null, "");
        // Kernel threads and the dead have no command line; another dd-run is none that anybody looks for.
        if (facts.State is 'Z' or 'X' || facts.CommandLine.Count == 0 || facts.CommandLine[0].Length == 0 || facts.Id == Environment.ProcessId)
            return false;
        environment = facts.StartEnvironment();
        port = DiagnosticPort.Find(facts, environment.GetValueOrDefault("TMPDIR"));
        if (port is null && Path.GetFileName(facts.Executable) == s_own)
            return false;
        maps = facts.Maps();
        return port is not null || maps.Contains("/libcoreclr.so", StringComparison.Ordinal) || IsMono(facts) || Image(facts) is { IsNativeAot: true } or { Bundle: > 0 };
    }

    private DotnetProcess? Look(ProcessFacts facts, Dictionary<string, string> environment, string? port, string maps)
    {
        var command = Path.GetFileName(facts.CommandLine[0]);
        var answers = facts.User == Users.Own || Users.Own == 0;
        var identity = port is not null && answers && facts.State is not ('T' or 't') ? DiagnosticPort.Identify(port, s_patience) : null;
        // It may have been stopped since we looked.
        if (identity is null)
            facts = ProcessFacts.Read(facts.Id) ?? facts;
        var ours = OurCode.Read(maps, facts.Root);
        var isOnlyLookedInto = ours.IsIn && identity is not null && DiagnosticPort.Variables(port!, s_patience)?.GetValueOrDefault(LookedInto) is { Length: > 0 };
        return new()
        {
            Facts = facts,
            Name = identity?.EntryAssembly is { Length: > 0 } entry ? entry : NameOf(facts, command),
            Runtime = identity?.ShortVersion,
            Architecture = identity?.Architecture,
            Port = port,
            IsPrepared = ours.IsIn,
            TracedBy = ours.IsIn && !isOnlyLookedInto ? VersionOf(facts.Root + ours.Hook) : null,
            Rules = ours.RuleCount,
            Woven = ours.Methods,
            OtherProfiler = OtherProfiler(environment, maps, ours),
            Obstacle = Obstacle(facts, environment, port, identity, OtherProfiler(environment, maps, ours)),
        };
    }

    private static string NameOf(ProcessFacts facts, string command)
    {
        // As the host finds the application; options of its own come first.
        if (command != "dotnet")
            return command;
        var app = facts.CommandLine.Skip(1).FirstOrDefault(argument => argument.EndsWith(".dll", StringComparison.OrdinalIgnoreCase));
        return app is null ? command : Path.GetFileNameWithoutExtension(app);
    }

    private string? Obstacle(ProcessFacts facts, Dictionary<string, string> environment, string? port, RuntimeIdentity? identity, string? otherProfiler)
    {
        if (facts.State == 't')
            return "is held by a debugger";
        if (facts.State == 'T')
            return "is stopped (SIGSTOP): kill -CONT lets it go on";
        if (facts.User != Users.Own && Users.Own != 0)
            return $"belongs to {Users.Name(facts.User)}: run dd-run as that user";
        if (IsMono(facts))
            return "runs on Mono, and dd-run traces .NET 8 and newer";
        if (Image(facts) is { IsNativeAot: true })
            return "is compiled ahead of time (NativeAOT): there is no runtime that could trace it";
        if (port is null)
            return Switch(environment) is { } name ? $"has no diagnostics port: {name} switches it off" : "has no diagnostics port";
        if (identity is null)
            return "does not answer on its diagnostics port";
        if (identity.Major is > 0 and < OldestRuntime)
            return $"runs on .NET {identity.ShortVersion}, and dd-run traces .NET 8 and newer";
        return otherProfiler is null ? null : $"has a profiler already: {otherProfiler}";
    }

    private static string? Switch(Dictionary<string, string> environment)
    {
        foreach (var prefix in (string[])["DOTNET_", "COMPlus_"])
        {
            foreach (var name in (string[])["EnableDiagnostics", "EnableDiagnostics_IPC"])
            {
                if (environment.TryGetValue(prefix + name, out var value) && value is "0" or "00")
                    return $"{prefix}{name}={value}";
            }
        }

        return null;
    }

    private static string? OtherProfiler(Dictionary<string, string> environment, string maps, OurCode ours)
    {
        if (environment.GetValueOrDefault("CORECLR_ENABLE_PROFILING") != "1" || ours.HasProfiler)
            return null;
        if (environment.GetValueOrDefault("CORECLR_PROFILER") is not { Length: > 0 } id || id.Equals(TargetEnvironment.ProfilerId, StringComparison.OrdinalIgnoreCase))
            return null;
        foreach (var name in (string[])["CORECLR_PROFILER_PATH_64", "CORECLR_PROFILER_PATH_ARM64", "CORECLR_PROFILER_PATH"])
        {
            if (environment.GetValueOrDefault(name) is { Length: > 0 } path && Path.GetFileName(path) is { Length: > 0 } file)
                return maps.Contains("/" + file, StringComparison.Ordinal) ? file : null;
        }

        return null;
    }

    private static string VersionOf(string file)
    {
        try
        {
            return FileVersionInfo.GetVersionInfo(file).ProductVersion?.Split('+')[0] ?? "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // In a folder that is not ours to read.
            return "";
        }
    }

    private static bool IsMono(ProcessFacts facts) => Path.GetFileName(facts.Executable).StartsWith("mono", StringComparison.Ordinal);

    private ElfImage? Image(ProcessFacts facts) =>
        facts.Executable.Length == 0 ? null : _images.GetOrAdd(facts.Executable, _ => ElfImage.Read($"/proc/{facts.Id}/exe"));
}
