namespace Bakery;

internal sealed class Order
{
    public int Id { get; set; }
    public string Bread { get; set; } = "";
    public int Count { get; set; }
    public byte[] Picture { get; set; } = [];
}
