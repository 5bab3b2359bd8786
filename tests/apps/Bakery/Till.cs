using System.Diagnostics;
using System.Text.Json;

namespace Bakery;

/// <summary>Takes an order, "NUMBER BREAD COUNT", and writes down what came of it.</summary>
public static class Till
{
    private static readonly Shop s_shop = new("Ulm");

    /// <summary>What the web server reports its requests to.</summary>
    public static DiagnosticListener? Listener { get; set; }

    public static async Task Serve(string order)
    {
        var words = order.Split(' ');
        Journal.Calls.Clear();
        string? result = null, error = null, message = null;
        var start = Stopwatch.GetTimestamp();
        try
        {
            result = await s_shop.Order(int.Parse(words[0]), words[1], int.Parse(words[2]));
        }
        catch (ArgumentException e)
        {
            (error, message) = (e.GetType().FullName, e.Message);
        }
        var elapsed = (long)Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        var isListenedTo = Listener?.IsEnabled() == true;
        var done = new { number = int.Parse(words[0]), bread = words[1], count = int.Parse(words[2]), result, error, message, elapsed, isListenedTo, calls = Journal.Calls };
        Console.WriteLine("did " + JsonSerializer.Serialize(done));
    }
}
