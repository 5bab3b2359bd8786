using DdRun.Tracing;

namespace DdRun.Agent;

/// <summary>A string table, and traces of spans that are arrays of indices into it.</summary>
internal sealed class V05Encoder : ITraceEncoder
{
    private const int SpanFields = 12;
    private const int KeptBuffer = 4 << 20;
    // What the headers around table and traces take at most.
    private const int Overhead = 11;

    private readonly MessagePackWriter _table = new();
    private readonly MessagePackWriter _spans = new();
    private readonly MessagePackWriter _payload = new();
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly RecurringTexts _recurring = new();
    private readonly SpanTags _tags;
    private readonly RepeatedRows _repeatedTexts, _repeatedNumbers;

    public V05Encoder(SpanTags tags)
    {
        _tags = tags;
        _repeatedTexts = new(_spans);
        _repeatedNumbers = new(_spans);
    }

    public string Path => "/v0.5/traces";
    public EncodedChunks Chunks { get; } = new();
    public int Size => _spans.Position + _table.Position;

    public bool TryAdd(TraceChunk chunk, int maxBytes)
    {
        if (_indices.Count == 0)
            IndexInTable("");
        var spansBefore = _spans.Position;
        _spans.WriteArrayHeader(chunk.Spans.Count);
        for (var i = 0; i < chunk.Spans.Count; i++)
        {
            WriteSpan(chunk, chunk.Spans[i], isChunkRoot: i == 0);
            if (_spans.Position + _table.Position + Overhead > maxBytes)
            {
                // Texts that only this chunk has stay in the table; the payload is about to be sent anyway.
                _spans.Reset(spansBefore);
                if (Chunks.Count == 0)
                    Clear();
                return false;
            }
        }
        Chunks.Add(spansBefore, chunk.Spans.Count);
        return true;
    }

    public ReadOnlySpan<byte> Payload(int firstChunk, int chunkCount)
    {
        _payload.Trim(KeptBuffer);
        _payload.WriteArrayHeader(2);
        _payload.WriteArrayHeader(_indices.Count);
        _payload.WriteRaw(_table.Written);
        _payload.WriteArrayHeader(chunkCount);
        _payload.WriteRaw(Chunks.Slice(_spans.Written, firstChunk, chunkCount));
        return _payload.Written;
    }

    public void Clear()
    {
        _table.Trim(KeptBuffer);
        _spans.Trim(KeptBuffer);
        _recurring.Forget(_indices.Count);
        _repeatedTexts.Forget();
        _repeatedNumbers.Forget();
        _indices.Clear();
        Chunks.Clear();
    }

    private void WriteSpan(TraceChunk chunk, Span span, bool isChunkRoot)
    {
        var w = _spans;
        w.WriteArrayHeader(SpanFields);
        WriteText(span.Service ?? "");
        WriteText(span.Name);
        WriteText(span.Resource);
        w.WriteUInt64(span.Root.TraceIdLow);
        w.WriteUInt64(span.SpanId);
        w.WriteUInt64(span.ParentId);
        w.WriteInt64(span.StartNanoseconds);
        w.WriteInt64(span.DurationNanoseconds);
        w.WriteInt64(span.Error ? 1 : 0);
        var sink = new Sink(this, _repeatedTexts);
        var count = w.ReserveMap16();
        _tags.WriteText(ref sink, span, chunk, isChunkRoot);
        if (span.Links is { Count: > 0 } links)
            sink.Text(TraceTags.SpanLinks, SpanJson.Links(links));
        if (span.Events is { Count: > 0 } events)
            sink.Text(TraceTags.Events, SpanJson.Events(events));
        w.SetCount(count, sink.Count);
        sink = new Sink(this, _repeatedNumbers);
        count = w.ReserveMap16();
        SpanTags.WriteNumbers(ref sink, span, chunk, isChunkRoot);
        w.SetCount(count, sink.Count);
        WriteText(span.Type ?? "");
    }

    private void WriteText(string text) => _spans.WriteUInt64((ulong)IndexOf(TagText.Cut(text)));

    private int IndexOf(string text)
    {
        // The first of every table.
        if (text.Length == 0)
            return 0;
        if (_recurring.TryFind(text, out var slot, out var known))
            return known;
        var index = IndexInTable(text);
        _recurring.Keep(slot, text, index);
        return index;
    }

    private int IndexInTable(string text)
    {
        if (_indices.TryGetValue(text, out var index))
            return index;
        index = _indices.Count;
        _indices.Add(text, index);
        _table.WriteString(text);
        return index;
    }

    private struct Sink(V05Encoder encoder, RepeatedRows repeated) : ITagSink
    {
        public int Count { get; set; }

        public readonly RepeatedTags Repeated => repeated.OfTrace;

        public readonly RepeatedTags RepeatedOf(SharedTags shared) => repeated.Of(shared);

        public void Text(string key, string value)
        {
            encoder.WriteText(key);
            encoder.WriteText(value);
            Count++;
        }

        public void Number(string key, double value)
        {
            encoder.WriteText(key);
            encoder._spans.WriteDouble(value);
            Count++;
        }
    }
}
