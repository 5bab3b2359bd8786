using System.Globalization;

namespace DdRun.Launcher.Live.Processes;

/// <summary>What can be typed for a process.</summary>
internal static class ProcessNames
{
    /// <summary>Names that only one process has, and the ids of all, of those that can be looked into.</summary>
    public static IEnumerable<string> All()
    {
        DotnetProcess[] processes = [.. new ProcessFinder().All().Where(process => process.Obstacle is null)];
        return processes.GroupBy(process => process.Name).Where(group => group.Count() == 1).Select(group => group.Key)
            .Concat(processes.Select(process => process.Id.ToString(CultureInfo.InvariantCulture)));
    }
}
