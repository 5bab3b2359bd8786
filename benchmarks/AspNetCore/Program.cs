using System.Globalization;
using DdRun.Benchmarks.AspNetCore;

if (args is [MemoryServer.Verb])
{
    await MemoryServer.Serve();
    return 0;
}
if (args is [Hello.Verb or Hello.WithOpenTelemetry])
{
    await Hello.Serve(args[0] == Hello.WithOpenTelemetry);
    return 0;
}

// The runtime compiles hot code anew for ten seconds under this load.
const int WarmUp = 12, TurnsInRound = 12;
const double LeastThroughput = 0.90, MostLatency = 1.15, MostMegabytes = 12;
var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
var contenders = Enum.GetValues<Tracing>();
// One for each: the SDK sends what fits its queue, and drops the rest.
var agents = contenders.ToDictionary(tracing => tracing, _ => new DrainingAgent());
var requests = contenders.ToDictionary(tracing => tracing, _ => 0.0);
var ratios = contenders.ToDictionary(tracing => tracing, _ => new List<(double Throughput, double P99, double Processor, double Megabytes)>());
// Processes differ from one another as much as the machine from one moment to the next: several of each kind, and within each round short turns.
for (var round = 0; round < rounds; round++)
{
    List<Server> servers = [];
    foreach (var tracing in contenders)
        servers.Add(await Server.Start(tracing, agents[tracing].Url));
    foreach (var server in servers)
        await Load.Run(server, WarmUp);
    var loads = await Turns.Take(TurnsInRound, [.. servers.Select(server => (Func<Task<Load>>)(() => Load.Run(server, seconds: 1)))]);
    double[] peaks = [.. servers.Select(server => server.PeakMegabytes)];
    foreach (var server in servers)
        server.Dispose();
    for (var i = 0; i < contenders.Length; i++)
        requests[contenders[i]] += loads[i].Sum(load => load.RequestsPerSecond) / TurnsInRound * (TurnsInRound + WarmUp);
    var plain = loads[0];
    for (var i = 0; i < contenders.Length; i++)
    {
        ratios[contenders[i]].Add((
            Middle(loads[i], load => load.RequestsPerSecond) / Middle(plain, load => load.RequestsPerSecond),
            Middle(loads[i], load => load.P99.TotalMilliseconds) / Middle(plain, load => load.P99.TotalMilliseconds),
            Middle(loads[i], load => load.ProcessorMicroseconds) - Middle(plain, load => load.ProcessorMicroseconds),
            peaks[i] - peaks[0]));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{contenders[i],-14}{Middle(loads[i], load => load.RequestsPerSecond),7:0} req/s ({ratios[contenders[i]][^1].Throughput:0.000}), p99 {Middle(loads[i], load => load.P99.TotalMilliseconds):0.00} ms, peak {peaks[i]:0} MB"));
    }
}

var met = true;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"medians of {rounds} rounds, against plain; at least {LeastThroughput:0.00} of its throughput, at most {MostLatency:0.00} times its p99, at most {MostMegabytes:0} MB more:"));
foreach (var tracing in contenders[1..])
{
    var (throughput, latency, megabytes) = (Middle(ratios[tracing], ratio => ratio.Throughput), Middle(ratios[tracing], ratio => ratio.P99), Middle(ratios[tracing], ratio => ratio.Megabytes));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{tracing,-14} throughput {throughput:0.000}, p99 {latency:0.00} x, peak {megabytes:0.0} MB more, {Middle(ratios[tracing], ratio => ratio.Processor):0.0} us of processor time a request more, {agents[tracing].Bytes / requests[tracing]:0} B sent for each"));
    if (tracing is Tracing.ToAgent or Tracing.ByOtlp)
        met &= throughput >= LeastThroughput && latency <= MostLatency && megabytes <= MostMegabytes && throughput > Middle(ratios[Tracing.OpenTelemetry], ratio => ratio.Throughput);
}
// The viewer computes on the server's own processors, as an agent would: what counts is what it costs the server.
var (toAgent, onPage) = (Middle(ratios[Tracing.ToAgent], ratio => ratio.Processor), Middle(ratios[Tracing.OnPage], ratio => ratio.Processor));
met &= onPage <= toAgent * 1.1;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"under --local --ui a request costs the server {onPage / toAgent:0.00} times what an agent's costs it (bar 1.10)"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bars {(met ? "met" : "missed")}"));

List<(double Nanoseconds, double Bytes)> plainCosts = [], tracedCosts = [];
for (var round = 0; round < rounds; round++)
{
    plainCosts.Add(await MemoryServer.Measure(Tracing.Plain, agents[Tracing.Plain].Url));
    tracedCosts.Add(await MemoryServer.Measure(Tracing.ToAgent, agents[Tracing.ToAgent].Url));
}
var (time, bytes) = (Middle(plainCosts, cost => cost.Nanoseconds), Middle(plainCosts, cost => cost.Bytes));
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"without a network: {time:0} ns and {bytes:0} B a request, traced {Middle(tracedCosts, cost => cost.Nanoseconds) - time:0} ns and {Middle(tracedCosts, cost => cost.Bytes) - bytes:0} B more"));
return met ? 0 : 1;

static double Middle<T>(List<T> measured, Func<T, double> of) => measured.Select(of).Order().ElementAt(measured.Count / 2);
