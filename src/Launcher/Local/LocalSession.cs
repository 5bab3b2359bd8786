using DdRun.Launcher.Cli;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Local;

/// <summary>The target as our child, and what it sends shown here instead of sent to an agent.</summary>
internal static class LocalSession
{
    private const string NoSpans = "dd-run: no spans arrived; 'dd-run explain PATTERN --app FILE' says why a method is not traced\n";

    /// <param name="options">What the target is started with, completed here by where it sends to.</param>
    /// <param name="run">Starts the target and returns its exit code when it has ended.</param>
    /// <param name="style">Of what is shown on stderr.</param>
    public static int Run(LaunchOptions options, Func<LaunchOptions, int> run, Style style)
    {
        var renderer = new TraceRenderer(style);
        var metrics = new MetricTable();
        using var error = Console.OpenStandardError();
        var gate = new Lock();

        void Show(string text)
        {
            try
            {
                lock (gate)
                {
                    if (OperatingSystem.IsWindows())
                        Console.Error.Write(text);
                    else
                        error.Write(System.Text.Encoding.UTF8.GetBytes(text));
                }
            }
            catch (Exception)
            {
                // Nobody reads; the target goes on.
            }
        }

        TraceListener traces;
        StatsdListener statsd;
        try
        {
            traces = new(trace => Show(renderer.Render(trace)));
            statsd = new(metrics);
        }
        catch (Exception exception)
        {
            Message.Write($"--local shows nothing: {exception.GetBaseException().Message}");
            return run(options);
        }

        var exitCode = run(options with { AgentUrl = traces.Url, DogStatsdUrl = statsd.Url, Exporter = LaunchOptions.Datadog, Endpoint = null });
        try
        {
            traces.DisposeAsync().AsTask().GetAwaiter().GetResult();
            statsd.Dispose();
            if (!traces.HasBeenUsed)
                Show(NoSpans);
            Show(metrics.Render(style));
        }
        catch (Exception exception)
        {
            Message.Write($"--local: {exception.Message}");
        }

        return exitCode;
    }
}
