using System.Diagnostics;
using System.Globalization;
using DdRun.Testing;

namespace DdRun.Benchmarks.Libraries;

/// <summary>This program as a client in a process of its own, under <c>dd-run</c> or not.</summary>
internal static class Client
{
    /// <returns>Operations a second.</returns>
    public static async Task<double> Run(bool traced, string agent, string library, string server)
    {
        var start = new ProcessStartInfo(traced ? Repository.Launcher : Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (traced)
            start.ArgumentList.Add(Environment.ProcessPath!);
        foreach (var argument in (string[])["run", library, server])
            start.ArgumentList.Add(argument);
        start.Environment["DD_TRACE_AGENT_URL"] = agent;
        start.Environment["DD_SERVICE"] = "client";
        using var process = Process.Start(start)!;
        var answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    /// <summary>Counts what <paramref name="operations"/> does over some seconds, after it has warmed up, and prints it as a rate.</summary>
    /// <param name="operations">Does some and returns how many.</param>
    public static async Task Measure(Func<Task<int>> operations)
    {
        await Rate(operations, TimeSpan.FromSeconds(5));
        Console.WriteLine((await Rate(operations, TimeSpan.FromSeconds(3))).ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<double> Rate(Func<Task<int>> operations, TimeSpan time)
    {
        var count = 0L;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < time)
            count += await operations();
        return count / clock.Elapsed.TotalSeconds;
    }
}
