namespace DdRun.Propagation;

/// <summary>A set of ASCII characters. (<see cref="System.Buffers.SearchValues"/> is vector code, which the JIT compiles at first use.)</summary>
internal readonly struct AsciiSet
{
    private readonly ulong _low;
    private readonly ulong _high;

    public AsciiSet(string characters)
    {
        foreach (var c in characters)
        {
            if (c < 64)
                _low |= 1UL << c;
            else
                _high |= 1UL << (c - 64);
        }
    }

    public bool Contains(char c) => c < 128 && ((c < 64 ? _low : _high) >> (c & 63) & 1) != 0;

    /// <summary>How many characters at the start are in the set.</summary>
    public int Run(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && Contains(text[length]))
            length++;
        return length;
    }
}
