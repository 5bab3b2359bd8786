using System.Diagnostics;

namespace DdRun.Benchmarks.AspNetCore;

/// <summary>This program as a web service in a process of its own, under <c>dd-run</c> or not.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process _process, _server;

    private Server(Process process, string url)
    {
        _process = process;
        _server = Serving(process);
        Url = url;
    }

    public string Url { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _server.Refresh();
            return _server.TotalProcessorTime;
        }
    }

    /// <summary>The most that was in memory at any time, in MB; 0 where the system does not tell.</summary>
    public double PeakMegabytes
    {
        get
        {
            const string Name = "VmHWM:";
            var line = File.ReadLines($"/proc/{_server.Id}/status").FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.AsSpan(Name.Length).Trim(" \tkB"), System.Globalization.CultureInfo.InvariantCulture) / 1024;
        }
    }

    public static async Task<Server> Start(Tracing tracing, string agent)
    {
        var process = Run(tracing, agent, tracing == Tracing.OpenTelemetry ? Hello.WithOpenTelemetry : Hello.Verb);
        return new(process, await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start."));
    }

    /// <summary>This program with the given verb, under <c>dd-run</c> or not.</summary>
    public static Process Run(Tracing tracing, string agent, string verb)
    {
        var traced = tracing is Tracing.ToAgent or Tracing.ByOtlp or Tracing.OnPage;
        var start = new ProcessStartInfo(traced ? Launcher : Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // The viewer and the launcher share the server's standard error, which is read by nobody.
        if (tracing == Tracing.OnPage)
        {
            start.ArgumentList.Add("--local");
            start.ArgumentList.Add("--ui");
            start.RedirectStandardError = true;
        }
        if (traced)
            start.ArgumentList.Add(Environment.ProcessPath!);
        start.ArgumentList.Add(verb);
        start.Environment["DD_TRACE_AGENT_URL"] = agent;
        // By whichever way the traces go.
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = agent;
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        if (tracing == Tracing.ByOtlp)
            start.Environment["OTEL_TRACES_EXPORTER"] = "otlp";
        start.Environment["DD_SERVICE"] = "benchmark";
        return Process.Start(start)!;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    // The launcher becomes the server, or is its parent, and then the viewer's as well.
    private static Process Serving(Process process)
    {
        foreach (var child in File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!File.ReadAllText($"/proc/{child}/cmdline").Contains("dd-run-view", StringComparison.Ordinal))
                return Process.GetProcessById(int.Parse(child, System.Globalization.CultureInfo.InvariantCulture));
        }
        return process;
    }

    private static string Launcher
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (folder is not null && !File.Exists(Path.Combine(folder, "dd-run.slnx")))
                folder = Path.GetDirectoryName(folder);
            return Path.Combine(folder ?? "", "artifacts", "bin", "dd-run");
        }
    }
}
