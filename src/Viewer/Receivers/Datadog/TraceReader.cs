using System.Globalization;
using DdRun.Viewer.Store;
using MessagePack;

namespace DdRun.Viewer.Receivers.Datadog;

/// <summary>Traces of one request, MessagePack v0.4 (maps) or v0.5 (a string table and arrays), into the store.</summary>
/// <param name="taken">Called after each trace with the ordinal of its first span and that behind its last, outside the store's gate.</param>
internal ref struct TraceReader(SpanStore store, ReadOnlyMemory<byte> body, Action<long, long>? taken = null)
{
    private const int MaxTags = 1024;

    private MessagePackReader _reader = new(body);
    private ReadOnlyMemory<byte>[] _table = [];
    private bool _hasTable;
    private string _runtimeId = "", _language = "", _version = "", _baseService = "";
    private long _processId;
    private ulong _traceIdHigh;

    /// <returns>Number of traces.</returns>
    /// <exception cref="Exception">The body is malformed. What stands before the mistake is taken.</exception>
    public int ReadV04() => ReadTraces();

    /// <inheritdoc cref="ReadV04"/>
    public int ReadV05()
    {
        if (_reader.ReadArrayHeader() != 2)
            throw new FormatException("a v0.5 payload has two parts");
        _table = new ReadOnlyMemory<byte>[_reader.ReadArrayHeader()];
        for (var i = 0; i < _table.Length; i++)
            _table[i] = _reader.ReadUtf8().ToArray();
        _hasTable = true;
        return ReadTraces();
    }

    private int ReadTraces()
    {
        var traces = _reader.ReadArray();
        for (var i = 0; i < traces; i++)
        {
            // Released between traces: others wait as short as can be.
            long first, end;
            lock (store.Gate)
            {
                first = store.NextOrdinal;
                ReadTrace();
                end = store.NextOrdinal;
            }

            taken?.Invoke(first, end);
        }

        if (!_reader.End)
            throw new FormatException("something stands behind the traces");
        return traces;
    }

    private void ReadTrace()
    {
        (_runtimeId, _language, _version, _baseService, _processId, _traceIdHigh) = ("", "", "", "", 0, 0);
        var first = store.NextOrdinal;
        var (service, traceId) = ("", 0UL);
        try
        {
            for (var spans = _reader.ReadArray(); spans > 0; spans--)
            {
                var segment = store.Open();
                try
                {
                    var span = _hasTable ? ReadArray(segment) : ReadMap(segment);
                    span.TraceIdHigh = _traceIdHigh;
                    span.Duration = Math.Max(0, span.Duration);
                    if (service.Length == 0)
                        service = segment.Strings.Text(span.Service);
                    traceId = span.TraceId;
                    store.Commit(span);
                }
                catch
                {
                    segment.Abandon();
                    throw;
                }
            }
        }
        finally
        {
            var run = store.Runs.Get(_runtimeId, service);
            if (_baseService.Length > 0)
                run.Service = _baseService;
            if (_processId != 0)
                run.ProcessId = _processId;
            if (_language.Length > 0)
                run.Language = _language;
            if (_version.Length > 0)
                run.Version = _version;
            store.AssignPart(first, traceId, _baseService.Length > 0 ? _baseService : service, run);
        }
    }

    private SpanFields ReadMap(SpanSegment segment)
    {
        var span = default(SpanFields);
        for (var left = _reader.ReadMap(); left > 0; left--)
        {
            var key = _reader.ReadUtf8();
            if (key.SequenceEqual("trace_id"u8))
                span.TraceId = _reader.ReadId();
            else if (key.SequenceEqual("span_id"u8))
                span.SpanId = _reader.ReadId();
            else if (key.SequenceEqual("parent_id"u8))
                span.ParentId = _reader.ReadId();
            else if (key.SequenceEqual("service"u8))
                span.Service = segment.Strings.Add(_reader.ReadUtf8());
            else if (key.SequenceEqual("name"u8))
                span.Name = segment.Strings.Add(_reader.ReadUtf8());
            else if (key.SequenceEqual("resource"u8))
                span.Resource = segment.Strings.Add(_reader.ReadUtf8());
            else if (key.SequenceEqual("type"u8))
                span.Type = segment.Strings.Add(_reader.ReadUtf8());
            else if (key.SequenceEqual("start"u8))
                span.Start = _reader.ReadInteger();
            else if (key.SequenceEqual("duration"u8))
                span.Duration = _reader.ReadInteger();
            else if (key.SequenceEqual("error"u8))
                span.Error = _reader.ReadInteger() != 0;
            else if (key.SequenceEqual("meta"u8))
                ReadMeta(segment);
            else if (key.SequenceEqual("metrics"u8))
                ReadMetrics(segment);
            else if (key.SequenceEqual("span_links"u8))
                segment.AddTag(segment.Strings.Add(SpanTags.Links), segment.Strings.Add(MessagePackJson.Read(ref _reader)));
            else if (key.SequenceEqual("span_events"u8))
                segment.AddTag(segment.Strings.Add(SpanTags.Events), segment.Strings.Add(MessagePackJson.Read(ref _reader)));
            else
                _reader.SkipValue();
        }

        return span;
    }

    private SpanFields ReadArray(SpanSegment segment)
    {
        if (_reader.ReadArrayHeader() != 12)
            throw new FormatException("a v0.5 span has twelve parts");
        var span = new SpanFields
        {
            Service = segment.Strings.Add(ReadText()),
            Name = segment.Strings.Add(ReadText()),
            Resource = segment.Strings.Add(ReadText()),
            TraceId = _reader.ReadId(),
            SpanId = _reader.ReadId(),
            ParentId = _reader.ReadId(),
            Start = _reader.ReadInteger(),
            Duration = _reader.ReadInteger(),
            Error = _reader.ReadInteger() != 0,
        };
        ReadMeta(segment);
        ReadMetrics(segment);
        span.Type = segment.Strings.Add(ReadText());
        return span;
    }

    private void ReadMeta(SpanSegment segment)
    {
        var pairs = _reader.ReadMap();
        for (var i = 0; i < pairs; i++)
        {
            var key = ReadText();
            var value = ReadText();
            if (i >= MaxTags)
                continue;
            NoteOrigin(key, value);
            segment.AddTag(segment.Strings.Add(key), segment.Strings.Add(value));
        }
    }

    private void ReadMetrics(SpanSegment segment)
    {
        var pairs = _reader.ReadMap();
        for (var i = 0; i < pairs; i++)
        {
            var key = ReadText();
            var value = _reader.ReadNumber();
            if (key.SequenceEqual("process_id"u8))
                _processId = (long)value;
            if (i < MaxTags)
                segment.AddTag(segment.Strings.Add(key), value);
        }
    }

    private void NoteOrigin(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (_runtimeId.Length == 0 && key.SequenceEqual("runtime-id"u8))
            _runtimeId = Text(value);
        else if (_language.Length == 0 && key.SequenceEqual("language"u8))
            _language = Text(value);
        else if (_baseService.Length == 0 && key.SequenceEqual("_dd.base_service"u8))
            _baseService = Text(value);
        else if (_version.Length == 0 && key.SequenceEqual("version"u8))
            _version = Text(value);
        else if (key.SequenceEqual("_dd.p.tid"u8) && ulong.TryParse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var high))
            _traceIdHigh = high;
    }

    private static string Text(ReadOnlySpan<byte> value) => System.Text.Encoding.UTF8.GetString(Utf8Heap.Cut(value, 256));

    private ReadOnlySpan<byte> ReadText()
    {
        if (!_hasTable)
            return _reader.ReadUtf8();
        var index = _reader.ReadInteger();
        return index >= 0 && index < _table.Length ? _table[index].Span : throw new FormatException($"there is no string {index}");
    }
}
