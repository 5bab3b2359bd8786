using System.Text.RegularExpressions;

namespace DdRun.EndToEnd.Tests.Live;

/// <summary>A command of <c>dd-run</c>'s that looks into a process, as somebody types it.</summary>
internal static partial class LiveCommand
{
    public static Target Of(params string[] arguments) => new([Repository.Launcher, .. arguments]) { LauncherArguments = null };

    public static Task<TargetResult> Run(params string[] arguments) => TargetProcess.Run(Of(arguments));

    /// <summary>Returns when the methods are woven.</summary>
    public static async Task<TargetProcess> Observe(params string[] arguments)
    {
        var command = TargetProcess.Start(Of(arguments));
        await command.Line(" woven in ");
        return command;
    }

    /// <summary>What differs from run to run, as a letter: times of day, durations, threads.</summary>
    public static string Masked(string output) => Thread().Replace(Duration().Replace(Time().Replace(output, "T"), "D"), "thread N");

    /// <summary>Where the commands' sockets lie, for a process of this user's.</summary>
    public static string[] Sockets()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"dd-run-{(Environment.UserName == "root" ? 0 : UserId())}");
        return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
    }

    private static int UserId() => int.Parse(File.ReadAllLines("/etc/passwd").First(line => line.StartsWith(Environment.UserName + ":", StringComparison.Ordinal)).Split(':')[2]);

    [GeneratedRegex(@"\d\d:\d\d:\d\d(\.\d\d\d)?")]
    private static partial Regex Time();

    [GeneratedRegex(@" *\b[\d.,]+ (ns|µs|ms|s)\b")]
    private static partial Regex Duration();

    [GeneratedRegex(@"thread \d+( \([^)]*\))?")]
    private static partial Regex Thread();
}
