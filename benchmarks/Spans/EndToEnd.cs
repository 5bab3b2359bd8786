using DdRun.Benchmarks.AspNetCore;

namespace DdRun.Benchmarks.Spans;

/// <summary>
/// Processor time for a span that is made, encoded and sent, against the OpenTelemetry SDK with a batch processor: once with its exporter to the same
/// server, once with one that throws everything away; with a trace for every span, and with ten in a trace. Each in processes of its own, as
/// everybody uses them: one's garbage is nobody else's.
/// </summary>
internal static class EndToEnd
{
    private const int Rounds = 7;

    public static void Run()
    {
        using var agent = new DrainingAgent();
        foreach (var spansPerTrace in (int[])[1, 10])
            Run(agent, spansPerTrace);
    }

    private static void Run(DrainingAgent agent, int spansPerTrace)
    {
        (string Name, string Subject)[] subjects =
        [
            ("OpenTelemetry, sent with OTLP", EndToEndChild.OpenTelemetry),
            ("OpenTelemetry, thrown away", EndToEndChild.OpenTelemetryDiscarding),
            ("dd-run, sent to an agent", EndToEndChild.Tracer),
            ("dd-run, sent with OTLP", EndToEndChild.TracerByOtlp),
        ];
        var costs = subjects.Select(_ => new List<(double Young, double Warm)>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < subjects.Length; i++)
                costs[i].Add(EndToEndChild.Start(subjects[i].Subject, spansPerTrace, agent.Url));
        }
        Console.WriteLine($"  {"nanoseconds of processor time, spans a trace: " + spansPerTrace,-50}first second      warmed up");
        for (var i = 0; i < subjects.Length; i++)
        {
            var (young, warm) = (Median(costs[i], cost => cost.Young), Median(costs[i], cost => cost.Warm));
            Console.WriteLine(
                $"  {subjects[i].Name,-47}{young,8:0}{young / Median(costs[0], cost => cost.Young),7:0.00}{warm,8:0}{warm / Median(costs[0], cost => cost.Warm),7:0.00}");
        }
    }

    private static double Median(List<(double, double)> costs, Func<(double Young, double Warm), double> of) => costs.Select(of).Order().ElementAt(costs.Count / 2);
}
