namespace DdRun.Agent;

/// <summary>Where the chunks of a payload begin and how many spans each has, so that a payload can be sent in parts.</summary>
internal sealed class EncodedChunks
{
    private readonly List<(int Start, int Spans)> _chunks = [];

    public int Count => _chunks.Count;

    public void Add(int start, int spans) => _chunks.Add((start, spans));

    public void Clear() => _chunks.Clear();

    public int Spans(int first, int count)
    {
        var spans = 0;
        for (var i = first; i < first + count; i++)
            spans += _chunks[i].Spans;
        return spans;
    }

    public ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> encoded, int first, int count)
    {
        var start = _chunks[first].Start;
        return first + count == _chunks.Count ? encoded[start..] : encoded[start.._chunks[first + count].Start];
    }
}
