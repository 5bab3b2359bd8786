namespace DdRun.Runtime.Tests.Propagation;

/// <summary>Contexts within what the styles can carry, from a seed.</summary>
internal sealed class RandomContexts(int seed)
{
    private const string Printable = " !\"#$%&'()*+-./0123456789:<=>?@ABCXYZ[\\]^_`abcxyz{|}~;,";
    private readonly Random _random = new(seed);

    public Random Random => _random;

    public SpanContext Next(bool wideTraceId = true)
    {
        var high = wideTraceId && _random.Next(4) > 0 ? (ulong)_random.NextInt64(1, long.MaxValue) : 0;
        var context = new SpanContext(new UInt128(high, Id()), Id(), Pick<int?>(null, -1, 0, 1, 2), Pick(null, "synthetics", "rum-like", "lambda"));
        return context;
    }

    public ulong Id() => _random.Next(8) switch { 0 => 1, 1 => ulong.MaxValue, 2 => long.MaxValue, _ => (ulong)_random.NextInt64(1, long.MaxValue) };

    public T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    /// <summary>Any text without blanks at its ends, which no header preserves.</summary>
    public string Text(int most)
    {
        var text = new string([.. Enumerable.Range(0, _random.Next(1, most)).Select(_ => _random.Next(10) == 0 ? Pick('é', '日', '\u2028') : Printable[_random.Next(Printable.Length)])]).Trim();
        return text.Length == 0 ? "x" : text;
    }

    public string Word(string characters, int most) =>
        new([.. Enumerable.Range(0, _random.Next(1, most)).Select(_ => characters[_random.Next(characters.Length)])]);
}
