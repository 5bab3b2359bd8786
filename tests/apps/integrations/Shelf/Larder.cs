using ZiggyCreatures.Caching.Fusion;

namespace Shelf;

/// <summary>A cache that is asked twice.</summary>
internal static class Larder
{
    public static async Task Run()
    {
        using var cache = new FusionCache(new FusionCacheOptions { CacheName = "larder" });
        for (var i = 0; i < 2; i++)
            Console.WriteLine(await cache.GetOrSetAsync("order:7", _ => Task.FromResult("ham")));
        await cache.RemoveAsync("order:7");
    }
}
