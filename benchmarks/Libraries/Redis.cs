using StackExchange.Redis;

namespace DdRun.Benchmarks.Libraries;

/// <summary>Commands that are sent without waiting for the answers of those before.</summary>
internal static class Redis
{
    private const int Pipelined = 100;

    public static async Task Run(string server)
    {
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server);
        var database = multiplexer.GetDatabase();
        await database.StringSetAsync("bread", "rye");
        var answers = new Task[Pipelined];
        await Client.Measure(() => Batch(database, answers));
    }

    private static async Task<int> Batch(IDatabase database, Task[] answers)
    {
        for (var i = 0; i < Pipelined; i++)
            answers[i] = database.StringGetAsync("bread");
        await Task.WhenAll(answers);
        return Pipelined;
    }
}
