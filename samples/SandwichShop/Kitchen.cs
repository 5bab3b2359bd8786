namespace SandwichShop;

public sealed class Kitchen(Pantry pantry, OrderBook orders)
{
    public async Task<Order> TakeOrderAsync(string kind)
    {
        var sandwich = await AssembleSandwichAsync(kind);
        var id = await orders.StoreAsync(sandwich);
        return new Order { Id = id, Kind = sandwich.Kind, Layers = sandwich.Layers.Count };
    }

    public async Task<Sandwich> AssembleSandwichAsync(string kind)
    {
        var ingredients = await pantry.GetIngredientsAsync(kind);
        if (ingredients.Count == 0) throw new OutOfIngredientsException(kind);
        return Stack(kind, ingredients);
    }

    private static Sandwich Stack(string kind, IReadOnlyList<string> ingredients) => new(kind, ["bread", .. ingredients, "bread"]);
}
