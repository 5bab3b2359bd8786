namespace Observed;

/// <summary>Calls that call others.</summary>
public static class Tree
{
    private static readonly IStock s_stock = new Stock();

    public static async Task<int> Order(int lines)
    {
        var sum = Check(lines);
        for (var i = 0; i < lines; i++)
            sum += s_stock.Take(i);
        sum += await Pay(sum);
        return sum;
    }

    /// <summary>The same, without waiting for anything.</summary>
    public static async Task<int> Sum(int lines)
    {
        var sum = Check(lines);
        for (var i = 0; i < lines; i++)
            sum += s_stock.Take(i);
        await Task.Yield();
        return sum - Round(2);
    }

    private static int Check(int lines) => Deep(lines) + 1;

    private static int Deep(int lines) => lines;

    private static async Task<int> Pay(int sum)
    {
        await Task.Delay(5);
        return Round(sum);
    }

    private static int Round(int sum) => sum / 2;
}

public interface IStock
{
    int Take(int article);
}

public sealed class Stock : IStock
{
    public int Take(int article) => article + 1;
}
