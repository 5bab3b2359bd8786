namespace Bakery;

public sealed class Oven
{
    public int Baked { get; private set; }

    public int Bake(string bread, int place)
    {
        Journal.Calls.Add("1 Bake");
        return Baked += bread.Length + place;
    }
}
