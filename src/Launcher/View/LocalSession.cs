using DdRun.Launcher.Launch;

namespace DdRun.Launcher.View;

/// <summary>The target as our child, and what it sends shown here instead of sent to an agent.</summary>
internal static class LocalSession
{
    /// <param name="options">What the target is started with, completed here by where it sends to.</param>
    /// <param name="program">What draws.</param>
    /// <param name="run">Starts the target, does what is asked once it has been started, and returns its exit code when it has ended.</param>
    /// <param name="colors">Whether stderr shows colors.</param>
    public static int Run(LaunchOptions options, TreeProgram program, Func<LaunchOptions, Action?, int> run, bool colors)
    {
        TreeSession tree;
        try
        {
            tree = new(withMetrics: true);
        }
        catch (Exception exception)
        {
            Message.Write($"--local shows nothing: {exception.GetBaseException().Message}");
            return run(options, null);
        }

        LateSignals? late = null;
        var exitCode = run(options with { AgentUrl = tree.AgentUrl, DogStatsdUrl = tree.DogStatsdUrl, Exporter = LaunchOptions.Datadog, Endpoint = null }, Start);
        late?.TargetHasEnded();
        // Its own exit code other than that it has said by itself.
        if (tree.Finish() is > ExitCodes.Failure and var code)
            Message.Write($"--local: the program that shows traces ended early, with {code}");
        return exitCode;

        void Start()
        {
            late = OperatingSystem.IsWindows() ? null : new();
            try
            {
                tree.Start(program, toOutput: false, colors);
            }
            catch (Exception exception)
            {
                Message.Write($"--local shows nothing: {exception.GetBaseException().Message}");
            }
        }
    }
}
