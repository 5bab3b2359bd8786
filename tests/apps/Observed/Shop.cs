namespace Observed;

public sealed class Line
{
    public string Article { get; init; } = "";
    public int Count;
}

public sealed class Cart
{
    private readonly string _password = "hunter2";

    public decimal Total { get; init; }
    public List<Line> Lines { get; init; } = [];

    // Nobody is to run this unasked.
    public int Expensive => throw new InvalidOperationException("a getter was run");

    public int Rest => _password.Length;
}

public sealed class Lingering
{
    // Takes longer than anything else does.
    public int Late
    {
        get
        {
            Thread.Sleep(300);
            return 7;
        }
    }
}

public interface ICounter
{
    int Count(string word);
}

public struct Point
{
    public int X;
    public int Y;

    public int Sum(ref int more, in int plus, out int twice, Span<int> numbers, ReadOnlySpan<char> name)
    {
        more++;
        twice = 2 * X;
        return X + Y + more + plus + numbers.Length + name.Length;
    }
}

public sealed class Box<T>(T first)
{
    public T First { get; } = first;

    public string Join<TOther>(T one, TOther other) => $"{First} {one} {other}";
}
