namespace Bakery;

public sealed class Shop(string town)
{
    private readonly Oven _oven = new();

    public string Town { get; } = town;

    public async Task<string> Order(int number, string bread, int count)
    {
        Journal.Calls.Add("0 Order");
        var price = Price(bread, count);
        for (var i = 0; i < count; i++)
            _oven.Bake(bread, i);
        await Wrap(count);
        return $"{number}: {count} {bread} for {price}";
    }

    private static int Price(string bread, int count)
    {
        Journal.Calls.Add("1 Price");
        return bread == "stone" ? throw new ArgumentException("nobody bakes stone") : 3 * count;
    }

    private static async Task Wrap(int count)
    {
        Journal.Calls.Add("1 Wrap");
        await Task.Yield();
        Paper.Fold(count);
    }
}
