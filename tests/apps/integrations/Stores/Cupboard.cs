#if !OLD
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace Stores;

/// <summary>A distributed cache on Redis.</summary>
internal static class Cupboard
{
    public static async Task Run(string redis)
    {
        var services = new ServiceCollection();
        services.AddStackExchangeRedisCache(options => options.Configuration = redis);
        await using var provider = services.BuildServiceProvider();
        var cache = provider.GetRequiredService<IDistributedCache>();
        await cache.SetStringAsync("loaf", "rye");
        Console.WriteLine(await cache.GetStringAsync("loaf"));
    }
}
#endif
