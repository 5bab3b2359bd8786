using System.Globalization;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Live.Rendering;

namespace DdRun.Launcher.Live.Processes;

/// <summary>Which process is meant: by its id, by its name, or the only one that there is.</summary>
internal static class TargetResolver
{
    /// <param name="target">A process id or a name; null for the only .NET process of this user.</param>
    /// <param name="exitCode">When there is none: what dd-run ends with, after it has said why.</param>
    public static DotnetProcess? Resolve(string? target, out int exitCode)
    {
        exitCode = ExitCodes.Refused;
        var finder = new ProcessFinder();
        if (int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            if (finder.Find(id) is { } process)
                return Usable(process);
            Message.Write(ProcessFacts.Read(id) is null ? $"no process {id}" : $"process {id} is no .NET process, or one that is not ours to see");
            return null;
        }

        var all = finder.All();
        var candidates = target is null
            ? [.. all.Where(process => process.Facts.User == Users.Own && process.Obstacle is null)]
            : all.Where(process => process.IsCalled(target)).ToList();
        // Whoever gives a name means what can be looked into, where there is such a one.
        if (candidates.Count > 1 && candidates.Where(process => process.Obstacle is null).ToList() is [var only])
            return only;
        switch (candidates)
        {
            case [var single]:
                return Usable(single);
            case []:
                Message.Write(target is null ? "no .NET process of this user runs here that could be looked into: dd-run ps says why" : Missing(target, all));
                return null;
            default:
                Message.Write(target is null ? "several .NET processes run here; say which, by its id or name:" : $"several processes are called {target}; say which, by its id:");
                foreach (var process in candidates)
                    Message.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{process.Id,9}  {Printable.Of(string.Join(' ', process.Facts.CommandLine))}"));
                exitCode = ExitCodes.Usage;
                return null;
        }
    }

    private static DotnetProcess? Usable(DotnetProcess process)
    {
        if (process.Obstacle is null)
            return process;
        Message.Write($"process {process.Id} ({Printable.Of(process.Name)}) {process.Obstacle}");
        return null;
    }

    private static string Missing(string name, IReadOnlyList<DotnetProcess> all)
    {
        if (name.AsSpan().Trim().IsEmpty)
            return "no process is named: a variable on the command line may be empty; dd-run ps lists those that run";
        string[] names = [.. all.Select(process => process.Name).Distinct()];
        return Instrumentation.Text.Nearest.Of(name, names) is { } near
            ? $"no .NET process is called {name}; did you mean {near}?"
            : $"no .NET process is called {name}; dd-run ps lists those that run";
    }
}
