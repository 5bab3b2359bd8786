using System.Runtime.CompilerServices;
using DdRun.Export.MessagePack;
using DdRun.Tracing;

namespace DdRun.Export.Datadog.Spans;

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
        var fields = new MessagePackCursor(w.Room((SpanFields + 1) * MessagePackCursor.MaxNumber));
        fields.WriteFixArray(SpanFields);
        fields.WriteUInt64(IndexOf(span.Service ?? ""));
        fields.WriteUInt64(IndexOf(span.Name));
        fields.WriteUInt64(IndexOf(span.Resource));
        fields.WriteUInt64(span.Root.TraceIdLow);
        fields.WriteUInt64(span.SpanId);
        fields.WriteUInt64(span.ParentId);
        fields.WriteInt64(span.StartNanoseconds);
        fields.WriteInt64(span.DurationNanoseconds);
        fields.WriteUInt64(span.Error ? 1u : 0);
        w.Advance(fields.Position);
        var sink = new Sink(this, _repeatedTexts);
        var count = w.ReserveMap16();
        var numbers = _tags.WriteText(ref sink, span, chunk, isChunkRoot);
        if (span.Links is { Count: > 0 } links)
            sink.Text(TraceTags.SpanLinks, SpanJson.Links(links));
        if (span.Events is { Count: > 0 } events)
            sink.Text(TraceTags.Events, SpanJson.Events(events));
        w.SetCount(count, sink.Count);
        sink = new Sink(this, _repeatedNumbers);
        count = w.ReserveMap16();
        SpanTags.WriteNumbers(ref sink, span, chunk, isChunkRoot, numbers);
        w.SetCount(count, sink.Count);
        w.WriteUInt64(IndexOf(span.Type ?? ""));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint IndexOf(string text) => _recurring.TryFind(text, out var slot, out var known) ? (uint)known : IndexOfOther(text, slot);

    private uint IndexOfOther(string text, int slot)
    {
        text = TagText.Cut(text);
        // The first of every table.
        if (text.Length == 0)
            return 0;
        var index = IndexInTable(text);
        _recurring.Keep(slot, text, index);
        return (uint)index;
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
            var pair = new MessagePackCursor(encoder._spans.Room(2 * MessagePackCursor.MaxNumber));
            pair.WriteUInt64(encoder.IndexOf(key));
            pair.WriteUInt64(encoder.IndexOf(value));
            encoder._spans.Advance(pair.Position);
            Count++;
        }

        public void Number(string key, double value)
        {
            encoder._spans.WriteUInt64(encoder.IndexOf(key));
            encoder._spans.WriteDouble(value);
            Count++;
        }
    }
}
