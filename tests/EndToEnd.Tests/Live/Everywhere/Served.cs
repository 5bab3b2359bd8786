using System.Text.Json;

namespace DdRun.EndToEnd.Tests.Live.Everywhere;

/// <summary>What a bakery has written down about an order.</summary>
internal sealed record Served(JsonElement Line)
{
    public int Number => Line.GetProperty("number").GetInt32();

    public string? Result => Line.GetProperty("result").GetString();

    public string? Error => Line.GetProperty("error").GetString();

    public string? Message => Line.GetProperty("message").GetString();

    /// <summary>In nanoseconds, all that was done for it.</summary>
    public long Elapsed => Line.GetProperty("elapsed").GetInt64();

    /// <summary>Whether anybody wants to hear of requests.</summary>
    public bool IsListenedTo => Line.GetProperty("isListenedTo").GetBoolean();

    /// <summary>What was called, each with its depth.</summary>
    public (int Depth, string Method)[] Calls => [.. Line.GetProperty("calls").EnumerateArray().Select(call => call.GetString()!.Split(' ')).Select(call => (call[0][0] - '0', call[1]))];

    public int Times(string method) => Calls.Count(call => call.Method == method);

    /// <summary>As <c>Order(Price,Bake × 2,Wrap(Fold))</c>: the calls of one method below one parent are one.</summary>
    public string Tree
    {
        get
        {
            var at = 0;
            return Below(Calls, ref at).Single();
        }
    }

    private static IEnumerable<string> Below((int Depth, string Method)[] calls, ref int at)
    {
        var found = new List<(string Text, int Times)>();
        var depth = at < calls.Length ? calls[at].Depth : 0;
        while (at < calls.Length && calls[at].Depth == depth)
        {
            var text = calls[at++].Method;
            if (at < calls.Length && calls[at].Depth > depth)
                text += $"({string.Join(',', Below(calls, ref at))})";
            if (found.FindIndex(one => one.Text == text) is >= 0 and var known)
                found[known] = (text, found[known].Times + 1);
            else
                found.Add((text, 1));
        }
        return found.Select(one => one.Times > 1 ? $"{one.Text} × {one.Times}" : one.Text);
    }
}
