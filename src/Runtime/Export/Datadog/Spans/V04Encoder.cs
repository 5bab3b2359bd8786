using DdRun.Export.MessagePack;
using DdRun.Tracing;

namespace DdRun.Export.Datadog.Spans;

/// <summary>An array of traces, each an array of maps.</summary>
internal sealed class V04Encoder : ITraceEncoder
{
    private const int KeptBuffer = 4 << 20;
    private readonly MessagePackWriter _writer = new();
    private readonly MessagePackWriter _part = new();
    private readonly SpanTags _tags;
    private readonly RepeatedRows _repeatedTexts, _repeatedNumbers;

    public V04Encoder(SpanTags tags)
    {
        _tags = tags;
        _repeatedTexts = new(_writer);
        _repeatedNumbers = new(_writer);
    }

    public string Path => "/v0.4/traces";
    public EncodedChunks Chunks { get; } = new();
    public int Size => _writer.Position;

    /// <summary>Whether the agent takes events as a field of their own.</summary>
    public bool NativeEvents { get; set; }

    public bool TryAdd(TraceChunk chunk, int maxBytes)
    {
        // Room for the header of the whole.
        if (_writer.Position == 0)
            _writer.ReserveArray32();
        var before = _writer.Position;
        _writer.WriteArrayHeader(chunk.Spans.Count);
        for (var i = 0; i < chunk.Spans.Count; i++)
        {
            WriteSpan(chunk, chunk.Spans[i], isChunkRoot: i == 0);
            if (_writer.Position > maxBytes)
            {
                _writer.Reset(before);
                return false;
            }
        }
        Chunks.Add(before, chunk.Spans.Count);
        return true;
    }

    public ReadOnlySpan<byte> Payload(int firstChunk, int chunkCount)
    {
        if (firstChunk == 0 && chunkCount == Chunks.Count)
        {
            _writer.SetCount32(1, chunkCount);
            return _writer.Written;
        }
        _part.Trim(KeptBuffer);
        _part.WriteArrayHeader(chunkCount);
        _part.WriteRaw(Chunks.Slice(_writer.Written, firstChunk, chunkCount));
        return _part.Written;
    }

    public void Clear()
    {
        _writer.Trim(KeptBuffer);
        Chunks.Clear();
    }

    private void WriteSpan(TraceChunk chunk, Span span, bool isChunkRoot)
    {
        var w = _writer;
        var header = w.Position;
        w.WriteMapHeader(0);
        var fields = 7;
        w.WriteKey("trace_id"u8);
        w.WriteUInt64(span.Root.TraceIdLow);
        w.WriteKey("span_id"u8);
        w.WriteUInt64(span.SpanId);
        if (span.ParentId is not 0 and var parentId)
        {
            fields++;
            w.WriteKey("parent_id"u8);
            w.WriteUInt64(parentId);
        }
        w.WriteKey("service"u8);
        w.WriteRecurring(TagText.Cut(span.Service ?? ""));
        w.WriteKey("name"u8);
        w.WriteRecurring(TagText.Cut(span.Name));
        w.WriteKey("resource"u8);
        w.WriteString(TagText.Cut(span.Resource));
        if (span.Type is { } type)
        {
            fields++;
            w.WriteKey("type"u8);
            w.WriteRecurring(TagText.Cut(type));
        }
        w.WriteKey("start"u8);
        w.WriteInt64(span.StartNanoseconds);
        w.WriteKey("duration"u8);
        w.WriteInt64(span.DurationNanoseconds);
        if (span.Error)
        {
            fields++;
            w.WriteKey("error"u8);
            w.WriteInt64(1);
        }
        fields += WriteMeta(chunk, span, isChunkRoot, out var numbers) + WriteMetrics(chunk, span, isChunkRoot, numbers) + WriteLinks(span) + WriteEvents(span);
        w.SetFixMap(header, fields);
    }

    private int WriteMeta(TraceChunk chunk, Span span, bool isChunkRoot, out bool numbers)
    {
        var before = _writer.Position;
        _writer.WriteKey("meta"u8);
        var count = _writer.ReserveMap16();
        var sink = new Sink(_writer, _repeatedTexts);
        numbers = _tags.WriteText(ref sink, span, chunk, isChunkRoot);
        if (!NativeEvents && span.Events is { Count: > 0 } events)
            sink.Text(TraceTags.Events, SpanJson.Events(events));
        return FinishMap(before, count, sink.Count);
    }

    private int WriteMetrics(TraceChunk chunk, Span span, bool isChunkRoot, bool numbers)
    {
        var before = _writer.Position;
        _writer.WriteKey("metrics"u8);
        var count = _writer.ReserveMap16();
        var sink = new Sink(_writer, _repeatedNumbers);
        SpanTags.WriteNumbers(ref sink, span, chunk, isChunkRoot, numbers);
        return FinishMap(before, count, sink.Count);
    }

    private int WriteLinks(Span span)
    {
        return span.Links is { Count: > 0 } links ? WriteLinks(links) : 0;
    }

    // Apart, because what touches UInt128 is not precompiled.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private int WriteLinks(List<SpanLink> links)
    {
        _writer.WriteKey("span_links"u8);
        _writer.WriteArrayHeader(links.Count);
        foreach (var link in links)
            SpanLinkEncoder.Write(_writer, link);
        return 1;
    }

    private int WriteEvents(Span span)
    {
        if (!NativeEvents || span.Events is not { Count: > 0 } events)
            return 0;
        _writer.WriteKey("span_events"u8);
        _writer.WriteArrayHeader(events.Count);
        foreach (var added in events)
            SpanEventEncoder.Write(_writer, added);
        return 1;
    }

    // An empty map is left out with its key.
    private int FinishMap(int before, int countPosition, int count)
    {
        if (count == 0)
        {
            _writer.Reset(before);
            return 0;
        }
        _writer.SetCount(countPosition, count);
        return 1;
    }

    private struct Sink(MessagePackWriter writer, RepeatedRows repeated) : ITagSink
    {
        public int Count { get; set; }

        public readonly RepeatedTags Repeated => repeated.OfTrace;

        public readonly RepeatedTags RepeatedOf(SharedTags shared) => repeated.Of(shared);

        public void Text(string key, string value)
        {
            writer.WriteRecurring(key);
            writer.WriteString(value);
            Count++;
        }

        public void Number(string key, double value)
        {
            writer.WriteRecurring(key);
            writer.WriteDouble(value);
            Count++;
        }
    }
}
