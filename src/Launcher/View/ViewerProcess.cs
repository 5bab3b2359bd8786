using System.Diagnostics;

namespace DdRun.Launcher.View;

/// <summary>A viewer of our own, which ends with us: it lives as long as we hold its standard input.</summary>
internal sealed class ViewerProcess : IDisposable
{
    private const string Traces = "Datadog traces", Metrics = "DogStatsD", Otlp = "OTLP";

    private readonly Process _process;

    private ViewerProcess(Process process, string page, string agentUrl, string dogStatsdUrl, string otlpUrl) =>
        (_process, Page, AgentUrl, DogStatsdUrl, OtlpUrl) = (process, page, agentUrl, dogStatsdUrl, otlpUrl);

    /// <summary>The link, with its token.</summary>
    public string Page { get; }
    public string AgentUrl { get; }
    public string DogStatsdUrl { get; }
    public string OtlpUrl { get; }

    /// <exception cref="IOException">It does not say where it is.</exception>
    public static ViewerProcess Start(Viewer viewer)
    {
        var start = new ProcessStartInfo(viewer.File, [.. viewer.Arguments, "--attended", "--agent-port", "0", "--dogstatsd-port", "0", "--otlp-port", "0"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var name in viewer.Changes.Keys)
            start.Environment.Remove(name);
        var process = Process.Start(start) ?? throw new IOException($"{viewer.File} does not start");
        try
        {
            var page = process.StandardOutput.ReadLine()?.Split(' ')[0] ?? throw new IOException("the viewer ended at once");
            string? agent = null, statsd = null, otlp = null;
            while (agent is null || statsd is null || otlp is null)
            {
                var line = process.StandardOutput.ReadLine()?.Trim() ?? throw new IOException("the viewer does not say where it receives");
                if (line.StartsWith(Traces, StringComparison.Ordinal))
                    agent = line[Traces.Length..].Trim();
                else if (line.StartsWith(Metrics, StringComparison.Ordinal))
                    statsd = line[Metrics.Length..].Trim();
                else if (line.StartsWith(Otlp, StringComparison.Ordinal))
                    otlp = line[Otlp.Length..].Trim();
            }

            return new(process, page, agent, statsd, otlp);
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It has ended already.
        }

        _process.Dispose();
    }
}
