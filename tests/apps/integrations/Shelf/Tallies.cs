using CSRedis;

namespace Shelf;

/// <summary>CSRedisCore: commands, and several at once.</summary>
internal static class Tallies
{
    public static async Task Run(string server)
    {
        using var client = new CSRedisClient(server + ",poolsize=1,preheat=false");
        client.Set("loaf", "rye");
        Console.WriteLine(await client.GetAsync("loaf"));
        Console.WriteLine(client.StartPipe(pipe => pipe.Set("a", "1").Get("a")).Length);
    }
}
