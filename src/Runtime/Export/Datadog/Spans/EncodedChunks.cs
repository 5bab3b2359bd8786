namespace DdRun.Export.Datadog.Spans;

/// <summary>Where the chunks of a payload begin and how many spans each has, so that a payload can be sent in parts.</summary>
internal sealed class EncodedChunks
{
    // Two lists of numbers, because a list of pairs is not precompiled.
    private readonly List<int> _starts = [];
    private readonly List<int> _spans = [];

    public int Count => _starts.Count;

    public void Add(int start, int spans)
    {
        _starts.Add(start);
        _spans.Add(spans);
    }

    public void Clear()
    {
        _starts.Clear();
        _spans.Clear();
    }

    public int Spans(int first, int count)
    {
        var spans = 0;
        for (var i = first; i < first + count; i++)
            spans += _spans[i];
        return spans;
    }

    public ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> encoded, int first, int count)
    {
        var start = _starts[first];
        return first + count == _starts.Count ? encoded[start..] : encoded[start.._starts[first + count]];
    }
}
