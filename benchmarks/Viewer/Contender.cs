using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Diagnostics.NETCore.Client;

namespace DdRun.Benchmarks.Viewer;

/// <summary>A program that takes OTLP and shows it.</summary>
internal sealed class Contender : IDisposable
{
    private readonly Process _process;
    private readonly bool _isManaged;

    private Contender(string name, Process process, int page, int otlp, double start, bool isManaged) =>
        (_isManaged, Name, _process, Page, Otlp, StartMilliseconds) = (isManaged, name, process, new($"http://127.0.0.1:{page}/"), new($"http://127.0.0.1:{otlp}/v1/traces"), start);

    public string Name { get; }
    public Uri Page { get; }
    public Uri Otlp { get; }

    /// <summary>From its start to the first answer of its page.</summary>
    public double StartMilliseconds { get; }

    /// <summary>Resident.</summary>
    public double Megabytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
        }
    }

    /// <summary>
    /// Waits until what the last request has left is given back. The viewer sees to that when nothing comes; the dashboard's collector, which would wait
    /// for more to come, is asked to by the runtime's diagnostics.
    /// </summary>
    public async Task Settle()
    {
        const long collect = 0x800000;
        if (_isManaged)
        {
            using var session = new DiagnosticsClient(_process.Id).StartEventPipeSession(
                [new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, collect)], requestRundown: false);
            var drained = session.EventStream.CopyToAsync(Stream.Null);
            await Task.Delay(TimeSpan.FromSeconds(4));
            session.Stop();
            await drained;
        }

        await Task.Delay(TimeSpan.FromSeconds(8));
    }

    public static async Task<Contender> Viewer(string file)
    {
        var (page, otlp) = (FreePort(), FreePort());
        return await Start("dd-run view", new(file,
            ["--no-open", "--no-token", "--memory", "1024", "--port", Text(page), "--otlp-port", Text(otlp), "--agent-port", "0", "--dogstatsd-port", "0"]), page, otlp, isManaged: false);
    }

    public static async Task<Contender> Aspire(string file)
    {
        var (page, otlp) = (FreePort(), FreePort());
        var start = new ProcessStartInfo(file) { WorkingDirectory = Path.GetDirectoryName(file) };
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{page}";
        start.Environment["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = $"http://127.0.0.1:{otlp}";
        start.Environment["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://127.0.0.1:{FreePort()}";
        start.Environment["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true";
        start.Environment["Dashboard__TelemetryLimits__MaxTraceCount"] = "1000000";
        return await Start("Aspire dashboard 13.6.5", start, page, otlp, isManaged: true);
    }

    private static async Task<Contender> Start(string name, ProcessStartInfo start, int page, int otlp, bool isManaged)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var clock = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{page}/"));
                if (answer.IsSuccessStatusCode)
                    return new(name, process, page, otlp, clock.Elapsed.TotalMilliseconds, isManaged);
            }
            catch (HttpRequestException) when (!process.HasExited && clock.Elapsed < TimeSpan.FromMinutes(1))
            {
                await Task.Delay(2);
            }
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
