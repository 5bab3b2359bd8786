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

async Task Compare(string name, double bar, string library, string server)
{
    const int Rounds = 5;
    List<double> plain = [], traced = [];
    for (var round = 0; round < Rounds; round++)
    {
        // Alternating order: whatever warms up or slows down the machine meets both.
        foreach (var withTracing in round % 2 == 0 ? [false, true] : new[] { true, false })
            (withTracing ? traced : plain).Add(await Client.Run(withTracing, agent.Url, library, server));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  plain {plain[^1],9:0}/s   traced {traced[^1],9:0}/s"));
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {Median(traced) / Median(plain):0.000} of plain (bar {bar:0.00})"));
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
