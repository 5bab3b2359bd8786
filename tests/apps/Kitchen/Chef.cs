using System.Runtime.CompilerServices;

namespace Kitchen;

public class Chef
{
    public async Task<string> Serve(string order)
    {
        var bread = await Slice(order);
        await Task.Yield();
        var filling = await Fill(order);
        return Plate(bread, filling);
    }

    public async Task<string> Slice(string order)
    {
        await Task.Yield();
        return "bread for " + order;
    }

    public async ValueTask<string> Fill(string order)
    {
        await Task.Yield();
        return await Pantry.Shelf.Fetch(order);
    }

    public string Plate(string bread, string filling) => Garnish(bread + " with " + filling);

    public string Garnish(string dish) => dish + ", garnished";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Salt(int grains) => grains + 1;

    public void Burn(string dish) => Char(dish);

    private static void Char(string dish) =>
        throw new InvalidOperationException($"{dish} is burnt", new TimeoutException("forgotten"));

    public async Task BurnLater(string dish)
    {
        await Task.Yield();
        Burn(dish);
    }

    public async ValueTask<int> BurnAtOnce(string dish)
    {
        Burn(dish);
        await Task.Yield();
        return 1;
    }

    public T Mix<T>(T first, T second) => Comparer<T>.Default.Compare(first, second) > 0 ? first : second;
}
