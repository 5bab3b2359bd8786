using Microsoft.AspNetCore.SignalR;

namespace Hubs;

public class Bakery : Hub
{
    public int Add(int a, int b) => a + b;

    public async Task Burn()
    {
        await Task.Yield();
        throw new InvalidOperationException("the oven is too hot");
    }

    public async IAsyncEnumerable<string> Bake(int loaves)
    {
        for (var i = 0; i < loaves; i++)
        {
            await Task.Yield();
            yield return $"loaf {i}";
        }
    }
}
