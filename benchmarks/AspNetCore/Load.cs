using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DdRun.Benchmarks.AspNetCore;

/// <summary>One run of <c>wrk</c> (Debian package of that name) over 32 connections.</summary>
internal sealed partial record Load(double RequestsPerSecond, TimeSpan P99, double ProcessorMicroseconds)
{
    public static async Task<Load> Run(Server server, int seconds)
    {
        var start = new ProcessStartInfo("wrk", ["-t1", "-c32", "--latency", $"-d{seconds}s", server.Url + "/hello"]) { RedirectStandardOutput = true };
        var before = server.ProcessorTime;
        using var wrk = Process.Start(start)!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        if (output.Contains("Non-2xx", StringComparison.Ordinal) || !Rate().IsMatch(output))
            throw new InvalidOperationException(output);
        var requests = double.Parse(Count().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        return new(
            double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            Time(Last().Match(output)),
            (server.ProcessorTime - before).TotalMicroseconds / requests);
    }

    private static TimeSpan Time(Match match)
    {
        var number = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch
        {
            "us" => TimeSpan.FromMicroseconds(number),
            "ms" => TimeSpan.FromMilliseconds(number),
            _ => TimeSpan.FromSeconds(number),
        };
    }

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Count();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex Last();
}
