using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Variables;

/// <summary>What <c>dd-run env</c> shows: the variables that a launch would set, for those who cannot put a launcher in front.</summary>
internal static class VariableReport
{
    private const string Remark = "What dd-run tells before a start, nobody tells with these alone: a wrong manifest, a foreign profiler, a trimmed app, another C library.";

    /// <param name="format">As what to show them.</param>
    /// <param name="options">What the command line asks to be set.</param>
    /// <param name="platform">Where the target will run, such as <c>linux-arm64</c>; null for the launcher's own platform.</param>
    /// <param name="folder">Where the home will be then; null for where it is now.</param>
    /// <returns>The exit code.</returns>
    public static int Run(VariableFormat format, LaunchOptions options, string? platform, string? folder)
    {
        // What is evaluated elsewhere adds to nothing that is here.
        Func<string, string?> existing = format.IsEvaluatedHere ? Environment.GetEnvironmentVariable : _ => null;
        var home = Home.Locate(Environment.GetEnvironmentVariable);
        var preconditions = new Preconditions(home, existing);
        preconditions.CheckPlatform(platform ?? Home.OwnRid);
        IReadOnlyList<string> problems = [.. options.Problems, .. preconditions.Problems];
        foreach (var problem in problems)
            Message.Write(problem);
        if (preconditions.Hook is null || preconditions.Profiler is null)
            return ExitCodes.Failure;

        var target = folder?.TrimEnd('/');
        var changes = TargetEnvironment.Compose(options, Move(preconditions.Hook), Move(preconditions.Profiler), existing);
        Console.Out.Write(format.Write(changes, Remark));
        return options.Problems.Count > 0 ? ExitCodes.Failure : ExitCodes.Success;

        string Move(string file) => target is null ? file : target + file[home.Folder.Length..];
    }
}
