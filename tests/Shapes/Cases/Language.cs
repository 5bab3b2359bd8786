using System.Runtime.CompilerServices;

namespace Shapes.Cases;

public enum CartState { New, Paid = 2, Sent }

public class Line
{
    public string Name { get; set; }
    public int Count;
    public decimal Price { get; set; }
}

public class Cart
{
    public int Id { get; set; }
    public string Owner { get; set; }
    public string NoOwner { get; set; }
    public List<Line> Lines { get; set; }
    public Line First;
    public Line None { get; set; }
    public CartState State { get; set; }
    public int? Limit { get; set; }
    public int? NoLimit;
    public double Weight;
    public string Faulty => throw new InvalidOperationException();
    public override string ToString() => "a cart";
}

/// <summary>Values of many types, for expressions over them.</summary>
public static class Language
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Go(
        Cart cart, int n, int minus, long big, uint u, ulong huge, short small, byte tiny, float f, double d, double nan, decimal money, bool yes, bool no, bool? perhaps, string text, string empty, string nothing,
        char letter, CartState state, CartState? noState, int? maybe, int? none, object box, object nil, TimeSpan wait, Guid key, Guid other, DateTime day, DateTime later, int[] numbers, List<string> words,
        Dictionary<string, int> map, ref int by) => n;

    public static int Values()
    {
        var line = new Line { Name = "tea", Count = 3, Price = 2.5m };
        var cart = new Cart { Id = 7, Owner = "Ann", Lines = [line, new Line { Name = "milk", Count = 1, Price = 1 }], First = line, State = CartState.Paid, Limit = 10, Weight = 1.5 };
        var by = 40;
        return Go(cart, 5, -3, 5_000_000_000, 3_000_000_000, 18_000_000_000_000_000_000, -2, 200, 1.5f, 2.25, double.NaN, 9.99m, true, false, null, "hello world", "", null,
            'x', CartState.Sent, null, 4, null, "boxed", null, TimeSpan.FromMilliseconds(250), Guid.Empty, new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]), new DateTime(2024, 1, 1), new DateTime(2025, 1, 1),
            [1, 2, 3], ["a", "b"], new() { ["k"] = 1 }, ref by);
    }

    public static string Ends()
    {
        Check(1);
        Check(600);
        Swallow(-1);
        CheckLater(1).Wait();
        CheckLater(600).Wait();
        CheckLater(-1).ContinueWith(_ => { }).Wait();
        CheckValue(600).AsTask().Wait();
        return $"{Nested(3)} {string.Join(",", Steps(2))}";
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Answer Check(int code)
    {
        try
        {
            return code < 0 ? throw new InvalidOperationException("no " + code) : new Answer { Code = code, Text = "code " + code };
        }
        catch when (code > 0)
        {
            return null;
        }
    }

    private static void Swallow(int code)
    {
        try
        {
            Check(code);
        }
        catch (InvalidOperationException)
        {
            // As planned.
        }
    }

    public static async Task<Answer> CheckLater(int code)
    {
        await Task.Yield();
        return code < 0 ? throw new InvalidOperationException("later " + code) : new Answer { Code = code, Text = "code " + code };
    }

    public static async ValueTask<int> CheckValue(int code)
    {
        await Task.Yield();
        return code;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Nested(int depth) => depth == 0 ? 0 : Nested(depth - 1) + 1;

    public static IEnumerable<int> Steps(int count)
    {
        for (var i = 0; i < count; i++)
            yield return i;
    }
}

public class Answer
{
    public int Code { get; set; }
    public string Text;
}
