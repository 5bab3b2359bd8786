namespace DdRun.Instrumentation.Tests.Expressions;

/// <summary>Random expressions that C# and the language of expressions both know.</summary>
internal sealed class RandomExpressions(int seed)
{
    private static readonly string[] s_wholes = ["n", "minus", "small", "tiny", "zero", "cart.Id", "cart.Lines.Count", "numbers[1]", "numbers.Length", "maybe.Value"];
    private static readonly string[] s_texts = ["text", "empty", "cart.Owner", "nothing", "words[0]"];
    private static readonly string[] s_flags = ["yes", "no", "cart.IsOpen"];
    private static readonly string[] s_lifted = ["maybe", "none", "cart.Limit"];
    private static readonly string[] s_orders = ["<", "<=", ">", ">=", "==", "!="];
    private static readonly string[] s_texted = ["a", "b", "hello", "", "Ann"];

    private readonly Random _random = new(seed);

    public string Boolean(int depth) => depth == 0 ? Pick(s_flags) : _random.Next(9) switch
    {
        0 => $"!({Boolean(depth - 1)})",
        1 => $"({Boolean(depth - 1)} && {Boolean(depth - 1)})",
        2 => $"({Boolean(depth - 1)} || {Boolean(depth - 1)})",
        3 => $"({Boolean(depth - 1)} ? {Boolean(depth - 1)} : {Boolean(depth - 1)})",
        4 => $"({Text(depth - 1)} {(_random.Next(2) == 0 ? "==" : "!=")} {Text(depth - 1)})",
        5 => $"({Pick(s_lifted)} {Pick(s_orders)} {Number(depth - 1)})",
        6 => $"({Pick(s_texts)} {(_random.Next(2) == 0 ? "==" : "!=")} null)",
        7 => $"({Boolean(depth - 1)} {(_random.Next(2) == 0 ? "==" : "!=")} {Boolean(depth - 1)})",
        _ => $"({Number(depth - 1)} {Pick(s_orders)} {Number(depth - 1)})",
    };

    public string Number(int depth) => depth == 0 ? Leaf() : _random.Next(7) switch
    {
        0 => $"({Number(depth - 1)} + {Number(depth - 1)})",
        1 => $"({Number(depth - 1)} - {Number(depth - 1)})",
        2 => $"({Boolean(depth - 1)} ? {Number(depth - 1)} : {Number(depth - 1)})",
        3 => $"({Pick(s_lifted)} ?? {Whole()})",
        4 => $"(-({Whole()}))",
        _ => Leaf(),
    };

    public string Text(int depth) => depth == 0 || _random.Next(3) == 0
        ? (_random.Next(3) == 0 ? $"\"{Pick(s_texted)}\"" : Pick(s_texts))
        : _random.Next(3) switch
        {
            0 => $"({Text(depth - 1)} + {Text(depth - 1)})",
            1 => $"({Text(depth - 1)} ?? {Text(depth - 1)})",
            _ => $"({Boolean(depth - 1)} ? {Text(depth - 1)} : {Text(depth - 1)})",
        };

    private string Leaf() => _random.Next(6) switch
    {
        0 => "big",
        1 => "d",
        2 => "f",
        3 => "2.5",
        _ => Whole(),
    };

    private string Whole() => _random.Next(4) == 0 ? _random.Next(-20, 300).ToString(System.Globalization.CultureInfo.InvariantCulture) : Pick(s_wholes);

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
