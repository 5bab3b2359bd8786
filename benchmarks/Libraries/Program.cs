using System.Globalization;
using DdRun.Benchmarks.AspNetCore;
using DdRun.Benchmarks.Libraries;
using DdRun.Testing.Services;

switch (args)
{
    case ["run", "postgres", var database]:
        await Postgres.Run(database);
        return;
    case ["run", "redis", var cache]:
        await Redis.Run(cache);
        return;
}

using var agent = new DrainingAgent();
var which = args.Length > 0 ? args[0] : "all";
if (which is "all" or "postgres")
{
    using var postgres = await PostgresServer.Start();
    await Compare("Npgsql 'SELECT 1'", 0.93, "postgres", postgres.ConnectionString);
}
if (which is "all" or "redis")
{
    using var redis = await RedisServer.Start();
    await Compare("StackExchange.Redis 'GET', pipelined", 0.85, "redis", redis.ConnectionString);
}

// Processes differ from one another as much as the machine from one moment to the next: several of both kinds, and within each pair short turns.
async Task Compare(string name, double bar, string library, string server)
{
    const int Pairs = 5, TurnsInPair = 20;
    var (warmUp, turn) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(0.15));
    List<double> ratios = [], rates = [], plainTime = [], tracedTime = [];
    for (var pair = 0; pair < Pairs; pair++)
    {
        using var plain = new Client(traced: false, agent.Url, library, server);
        using var traced = new Client(traced: true, agent.Url, library, server);
        await plain.Run(warmUp);
        await traced.Run(warmUp);
        var turns = await Turns.Take(TurnsInPair, () => plain.Run(turn), () => traced.Run(turn));
        var (without, with) = (turns[0], turns[1]);
        rates.Add(without.Average(sample => sample.Rate));
        ratios.Add(with.Average(sample => sample.Rate) / rates[^1]);
        plainTime.Add(without.Average(sample => sample.Processor));
        tracedTime.Add(with.Average(sample => sample.Processor));
    }
    Print($"{name}: {Median(ratios):0.000} of plain (bar {bar:0.00}); {Pairs} pairs of processes from {ratios.Min():0.000} to {ratios.Max():0.000}");
    Print($"  plain {Median(rates):0}/s; processor time of the process for one: {Median(plainTime):0} ns plain, {Median(tracedTime):0} ns traced");
}

static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
