using System.Globalization;
using DdRun.Benchmarks.AspNetCore;

if (args is [MemoryServer.Verb])
{
    await MemoryServer.Serve();
    return;
}
if (args is ["serve"])
{
    await Hello.Serve();
    return;
}

// The runtime compiles hot code anew for ten seconds under this load.
const int WarmUp = 12, TurnsInRound = 12;
var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
using var agent = new DrainingAgent();
List<(double Throughput, double P99, double Processor)> ratios = [];
// Processes differ from one another as much as the machine from one moment to the next: several of both kinds, and within each pair short turns.
for (var round = 0; round < rounds; round++)
{
    using var plain = await Server.Start(traced: false, agent.Url);
    using var traced = await Server.Start(traced: true, agent.Url);
    await Load.Run(plain, WarmUp);
    await Load.Run(traced, WarmUp);
    var (without, with) = await Turns.Take(TurnsInRound, () => Load.Run(plain, seconds: 1), () => Load.Run(traced, seconds: 1));
    var (slower, later) = (Middle(with, load => load.RequestsPerSecond), Middle(with, load => load.P99.TotalMilliseconds));
    ratios.Add((
        slower / Middle(without, load => load.RequestsPerSecond),
        later / Middle(without, load => load.P99.TotalMilliseconds),
        Middle(with, load => load.ProcessorMicroseconds) - Middle(without, load => load.ProcessorMicroseconds)));
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"plain {Middle(without, load => load.RequestsPerSecond),6:0} req/s, p99 {Middle(without, load => load.P99.TotalMilliseconds):0.00} ms; traced {slower,6:0} req/s ({ratios[^1].Throughput:0.000}), p99 {later:0.00} ms ({ratios[^1].P99:0.00} x), {ratios[^1].Processor:0.0} us of processor time more"));
}

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"throughput {Middle(ratios, ratio => ratio.Throughput):0.000} of plain (bar 0.90), p99 {Middle(ratios, ratio => ratio.P99):0.00} x (bar 1.15), {Middle(ratios, ratio => ratio.Processor):0.0} us of processor time a request more, {agent.Bytes / 1e6:0} MB received by the agent"));

List<(double Nanoseconds, double Bytes)> plainCosts = [], tracedCosts = [];
for (var round = 0; round < rounds; round++)
{
    plainCosts.Add(await MemoryServer.Measure(traced: false, agent.Url));
    tracedCosts.Add(await MemoryServer.Measure(traced: true, agent.Url));
}
var (time, bytes) = (Middle(plainCosts, cost => cost.Nanoseconds), Middle(plainCosts, cost => cost.Bytes));
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"without a network: {time:0} ns and {bytes:0} B a request, traced {Middle(tracedCosts, cost => cost.Nanoseconds) - time:0} ns and {Middle(tracedCosts, cost => cost.Bytes) - bytes:0} B more"));

static double Middle<T>(List<T> measured, Func<T, double> of) => measured.Select(of).Order().ElementAt(measured.Count / 2);
