using FreeRedis;

namespace Shelf;

/// <summary>FreeRedis: commands, one that fails, and several at once.</summary>
internal static class Counters
{
    public static async Task Run(string server)
    {
        using var client = new RedisClient(server);
        client.Set("loaf", "rye");
        Console.WriteLine(await client.GetAsync("loaf"));
        try
        {
            client.IncrBy("loaf", 1);
        }
        catch (RedisServerException e)
        {
            Console.WriteLine(e.Message);
        }
        using var pipe = client.StartPipe();
        pipe.Set("a", "1");
        pipe.Get("a");
        Console.WriteLine(pipe.EndPipe().Length);
    }
}
