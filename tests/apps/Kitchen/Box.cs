namespace Kitchen;

public class Box<T>
{
    private readonly List<T> _items = [];

    public int Put(T item)
    {
        _items.Add(item);
        return _items.Count;
    }

    public KeyValuePair<T, TOther> Pair<TOther>(T item, TOther other) => new(item, other);

    public struct Lid
    {
        public int Turns;

        public int Turn() => ++Turns;
    }
}
