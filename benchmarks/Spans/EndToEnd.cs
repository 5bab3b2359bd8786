using System.Diagnostics;
using System.Globalization;

namespace DdRun.Benchmarks.Spans;

/// <summary>
/// Processor time for a span that is made, encoded and sent, against the OpenTelemetry SDK with a batch processor: once with its exporter to the same
/// server, once with one that throws everything away. Each in processes of its own, as everybody uses them: one's garbage is nobody else's.
/// </summary>
internal static class EndToEnd
{
    private const int Rounds = 7;

    public static void Run()
    {
        using var agent = new SinkAgent();
        (string Name, string Subject)[] subjects =
        [
            ("OpenTelemetry, sent with OTLP", EndToEndChild.OpenTelemetry),
            ("OpenTelemetry, thrown away", EndToEndChild.OpenTelemetryDiscarding),
            ("dd-run, sent to an agent", EndToEndChild.Tracer),
        ];
        var costs = subjects.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < subjects.Length; i++)
                costs[i].Add(Cost(subjects[i].Subject, agent.Url));
        }
        foreach (var cost in costs)
            cost.Sort();
        for (var i = 0; i < subjects.Length; i++)
            Console.WriteLine($"  {subjects[i].Name,-32}{costs[i][Rounds / 2],7:0} ns of processor time a span, {costs[i][Rounds / 2] / costs[0][Rounds / 2]:0.00}");
    }

    private static double Cost(string subject, string url)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [EndToEndChild.Argument, subject, url]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(output, CultureInfo.InvariantCulture);
    }
}
