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

var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
using var agent = new DrainingAgent();
List<Load> plain = [], traced = [];
for (var round = 0; round < rounds; round++)
{
    // Alternating order: whatever warms up or slows down the machine meets both.
    foreach (var withTracing in round % 2 == 0 ? [false, true] : new[] { true, false })
    {
        using var server = await Server.Start(withTracing, agent.Url);
        await Load.Run(server, seconds: 5);
        (withTracing ? traced : plain).Add(await Load.Run(server, seconds: 4));
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"plain {plain[^1]}   traced {traced[^1]}"));
}

var throughput = Median(traced, load => load.RequestsPerSecond) / Median(plain, load => load.RequestsPerSecond);
var processor = Median(traced, load => load.ProcessorMicroseconds) - Median(plain, load => load.ProcessorMicroseconds);
var p99 = Median(traced, load => load.P99.TotalMilliseconds) / Median(plain, load => load.P99.TotalMilliseconds);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"throughput {throughput:0.000} of plain (bar 0.90), p99 {p99:0.00} x (bar 1.15), {processor:0.0} us of processor time a request more, {agent.Bytes / 1e6:0} MB received by the agent"));

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

static double Middle(List<(double Nanoseconds, double Bytes)> costs, Func<(double Nanoseconds, double Bytes), double> of) => costs.Select(of).Order().ElementAt(costs.Count / 2);

static double Median(List<Load> loads, Func<Load, double> value) => loads.Select(value).Order().ElementAt(loads.Count / 2);
