namespace SandwichShop;

public sealed class Order
{
    public long Id { get; set; }
    public string Kind { get; set; } = "";
    public int Layers { get; set; }
}
