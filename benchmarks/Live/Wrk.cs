using System.Diagnostics;
using System.Globalization;

namespace DdRun.Benchmarks.Live;

/// <summary>One run of <c>wrk</c> (Debian package of that name) over 32 connections: what it asked, what failed, and percentiles of a request in microseconds.</summary>
internal sealed record Wrk(long Requests, long Failed, long Middle, long P99, long P999)
{
    private const string Report = """
        done = function(summary, latency)
          local errors = summary.errors
          io.write(string.format("\nreport %d %d %d %d %d\n", summary.requests, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
            latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
        end
        """;

    public static async Task<Wrk> Run(string url, int seconds)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Report);
            using var wrk = Process.Start(new ProcessStartInfo("wrk", ["-t1", "-c32", $"-d{seconds}s", "--timeout", "30s", "-s", script, url]) { RedirectStandardOutput = true })!;
            var output = await wrk.StandardOutput.ReadToEndAsync();
            await wrk.WaitForExitAsync();
            var report = output.Split('\n').LastOrDefault(line => line.StartsWith("report ", StringComparison.Ordinal)) ?? throw new InvalidOperationException(output);
            var numbers = report.Split(' ')[1..].Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray();
            return new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        }
        finally
        {
            File.Delete(script);
        }
    }
}
