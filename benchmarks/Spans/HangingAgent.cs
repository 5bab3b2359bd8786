using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DdRun.Hosting;
using DdRun.Tracing;

namespace DdRun.Benchmarks.Spans;

/// <summary>How long Finish takes while the agent takes connections and answers nothing; the 99.9th percentile is to stay below 50 us.</summary>
internal static class HangingAgent
{
    private const int Spans = 1_000_000;

    public static void Run()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        var tracer = ProcessTracer.Make(BenchmarkSettings.Create(("DD_TRACE_AGENT_URL", url)));
        var took = new long[Spans];
        // Once to warm up: a process compiles its code only once.
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < Spans; i++)
            {
                var span = tracer.Begin("operation", null, null, null);
                span.SetTag("component", "benchmark");
                var start = Stopwatch.GetTimestamp();
                span.Finish();
                took[i] = Stopwatch.GetTimestamp() - start;
            }
        }
        Array.Sort(took);
        Console.WriteLine("  " + string.Join(", ", new[] { 50, 99, 99.9, 99.99 }.Select(percent =>
            string.Create(CultureInfo.InvariantCulture, $"{percent} %: {Stopwatch.GetElapsedTime(0, took[(int)(Spans * percent / 100)]).TotalMicroseconds:0.0} us"))));
    }
}
