using System.Diagnostics;
using System.Globalization;
using DdRun.Testing;

namespace DdRun.Benchmarks.Libraries;

/// <summary>
/// This program as a client in a process of its own, under <c>dd-run</c> or not. It works when it is told to, for a short while: two that take
/// turns meet the same moods of the machine.
/// </summary>
internal sealed class Client : IDisposable
{
    private readonly Process _process;

    public Client(bool traced, string agent, string library, string server)
    {
        var start = new ProcessStartInfo(traced ? Repository.Launcher : Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (traced)
            start.ArgumentList.Add(Environment.ProcessPath!);
        foreach (var argument in (string[])["run", library, server])
            start.ArgumentList.Add(argument);
        start.Environment["DD_TRACE_AGENT_URL"] = agent;
        start.Environment["DD_SERVICE"] = "benchmark";
        _process = Process.Start(start)!;
    }

    public async Task<Sample> Run(TimeSpan time)
    {
        await _process.StandardInput.WriteLineAsync(time.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        var answer = (await _process.StandardOutput.ReadLineAsync() ?? "").Split(' ');
        return new(double.Parse(answer[0], CultureInfo.InvariantCulture), double.Parse(answer[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>The client's side: repeats <paramref name="operations"/> for as many seconds as each line of the input says, and answers with a <see cref="Sample"/>.</summary>
    /// <param name="operations">Does some and returns how many.</param>
    public static async Task Measure(Func<Task<int>> operations)
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var time = TimeSpan.FromSeconds(double.Parse(line, CultureInfo.InvariantCulture));
            var count = 0L;
            var processor = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < time)
                count += await operations();
            var elapsed = clock.Elapsed;
            processor = Environment.CpuUsage.TotalTime - processor;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count / elapsed.TotalSeconds} {processor.TotalNanoseconds / count}"));
        }
    }

    /// <param name="Rate">Operations a second.</param>
    /// <param name="Processor">Nanoseconds of the process's processor time for one.</param>
    internal readonly record struct Sample(double Rate, double Processor);
}
