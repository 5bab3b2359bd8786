using System.Runtime.InteropServices;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.View;

/// <summary>The target as our child, and what it sends on a page in the browser.</summary>
internal static class PageSession
{
    /// <param name="options">What the target is started with, completed here by where it sends to.</param>
    /// <param name="program">The viewer.</param>
    /// <param name="run">Starts the target and returns its exit code when it has ended.</param>
    /// <returns>The target's exit code; null when there is no page and the target has not been started.</returns>
    public static int? Run(LaunchOptions options, Viewer program, Func<LaunchOptions, int> run)
    {
        ViewerProcess viewer;
        try
        {
            viewer = ViewerProcess.Start(program);
        }
        catch (Exception exception) when (exception is IOException or System.ComponentModel.Win32Exception)
        {
            Message.Write($"--ui: {exception.GetBaseException().Message}");
            return null;
        }

        using (viewer)
        {
            using var ended = new ManualResetEventSlim();
            var asked = false;
            // Who ends us by these wants both to end; the keyboard's interrupt ends the target first.
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => asked = true);
            using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => asked = true);
            Message.Write($"see {viewer.Page}");
            var exitCode = run(options with
            {
                AgentUrl = viewer.AgentUrl,
                DogStatsdUrl = viewer.DogStatsdUrl,
                LogsUrl = viewer.OtlpUrl + "/v1/logs",
                Exporter = LaunchOptions.Datadog,
                Endpoint = null,
                NamesFunctions = true,
            });
            if (asked)
                return exitCode;

            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
            using var later = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
            Message.Write($"the command ended with {exitCode}; {viewer.Page} stays open until Ctrl-C");
            ended.Wait();
            return exitCode;

            void End(PosixSignalContext context)
            {
                context.Cancel = true;
                ended.Set();
            }
        }
    }
}
