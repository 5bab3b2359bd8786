using DdRun.Configuration;
using DdRun.Sampling;
using DdRun.Tracing;

namespace DdRun.Export.Otlp;

/// <summary>Writes the fields of an OTLP <c>Span</c>. On the writer's thread.</summary>
internal sealed class SpanEncoder
{
    private const int TraceId = 1, SpanId = 2, TraceState = 3, ParentId = 4, Name = 5, Kind = 6, Start = 7, End = 8, Attributes = 9, DroppedAttributes = 10, Events = 11,
        DroppedEvents = 12, Links = 13, DroppedLinks = 14,
        Status = 15, Flags = 16;
    private const int EventTime = 1, EventName = 2, EventAttributes = 3, EventDroppedAttributes = 4;
    private const int LinkTraceId = 1, LinkSpanId = 2, LinkTraceState = 3, LinkAttributes = 4, LinkFlags = 6;
    private const int StatusMessage = 2, StatusCode = 3;
    private const ulong Ok = 1, Failed = 2;
    private const uint Sampled = 1, RemoteIsKnown = 0x100, ParentIsRemote = 0x200;

    private readonly AttributeNames _names;
    private readonly SpanConventions _conventions;
    private readonly bool _semantics;
    private readonly KeyValuePair<string, string>[] _onResource;
    private readonly string? _env;
    private readonly ExceptionSignal _exceptions;
    private readonly ExceptionLogs? _exceptionLogs;
    private KeyValuePair<string, object>[] _globalTags = [];
    private KeyValuePair<string, object>[] _tagsOfSpans = [];

    /// <param name="settings">Those of the tracer.</param>
    /// <param name="logs">Where exceptions go that are to be log records.</param>
    public SpanEncoder(Settings settings, Func<LogExporter?> logs)
    {
        _exceptions = settings.Otlp!.Exceptions;
        if (_exceptions != ExceptionSignal.Spans)
            _exceptionLogs = new(settings, logs);
        _names = new(settings.Otlp.OlderNames);
        _conventions = new(_names);
        _semantics = settings.Otlp.Semantics;
        _onResource = settings.GlobalTags;
        _env = settings.Env;
    }

    public void Write(ref ProtobufWriter writer, Span span, TraceChunk chunk, out SpanFacts facts)
    {
        facts = default;
        var root = span.Root;
        writer.Id(TraceId, root.TraceIdHigh, root.TraceIdLow);
        writer.Id(SpanId, span.SpanId);
        var remote = root.Details?.Remote;
        if (remote?.TraceState is { Length: > 0 } state)
            writer.Text(TraceState, state);
        if (span.ParentId is not 0 and var parent)
            writer.Id(ParentId, parent);
        var start = span.StartNanoseconds;
        writer.FixedNumber(Start, (ulong)start);
        writer.FixedNumber(End, (ulong)(start + span.DurationNanoseconds));

        // An activity says itself what it is: it keeps its attributes and its name.
        var isActivity = span.FirstTag is "otel.library.name";
        WriteTags(ref writer, span, isActivity || !_semantics, ref facts);
        WriteGlobalTags(ref writer, span);
        string name;
        if (isActivity)
            name = span.Resource;
        else if (_semantics)
            name = _conventions.Write(ref writer, span, facts);
        else
            name = WriteDatadogFields(ref writer, span);
        writer.Text(Name, name);
        writer.Number(Kind, (ulong)SpanKinds.Of(facts.Kind));
        // Exceptions of activities are the application's, and stay where it has put them.
        var exceptions = isActivity ? ExceptionSignal.Spans : _exceptions;
        if (exceptions != ExceptionSignal.Spans)
            _exceptionLogs!.Add(span, chunk, facts);
        if (span.Events is { } events)
            WriteEvents(ref writer, events, exceptions == ExceptionSignal.Logs);
        if (facts.ErrorStack is not null && !isActivity && exceptions != ExceptionSignal.Logs)
            WriteException(ref writer, facts, (ulong)(start + span.DurationNanoseconds));
        if (span.Links is { } links)
            WriteLinks(ref writer, links);
        WriteDropped(ref writer, span);
        WriteStatus(ref writer, span, facts, span.Error || (_semantics && !isActivity && SpanConventions.Fails(facts)));
        var flags = (chunk.Root.Priority > SamplingPriority.AutoReject ? Sampled : 0) | RemoteIsKnown;
        if (span.IsLocalRoot && remote is not null && span.ParentId != 0)
            flags |= ParentIsRemote;
        writer.ShortFixedNumber(Flags, flags);
    }

    private void WriteTags(ref ProtobufWriter writer, Span span, bool asTheyAre, ref SpanFacts facts)
    {
        for (var i = 0; span.TryGetTag(i, out var key, out var value); i++)
        {
            if (value is RemovedTag)
                continue;
            var name = _names.Of(key);
            if (name.Fact != SpanFact.None)
                facts.Note(name.Fact, value);
            if (asTheyAre)
            {
                if (!IsBookkeeping(name, key))
                    writer.Attribute(Attributes, name.Own, value);
                continue;
            }
            if (name.Key is not null)
                WriteAs(ref writer, name.Key, name.Form, value);
            if (name.OlderKey is not null)
                WriteAs(ref writer, name.OlderKey, name.Form, value);
        }
    }

    // What stands in fields of their own, and what is the tracer's and not the span's.
    private static bool IsBookkeeping(AttributeName name, string key) =>
        name.Fact is SpanFact.Kind or SpanFact.LibraryName or SpanFact.LibraryVersion or SpanFact.StatusCode or SpanFact.ErrorMessage
        || (name.Key is null && (key.StartsWith("otel.", StringComparison.Ordinal) || key.StartsWith("_dd", StringComparison.Ordinal)));

    private static void WriteAs(ref ProtobufWriter writer, byte[] key, AttributeForm form, object value)
    {
        switch (form)
        {
            case AttributeForm.Integer when value is string digits && long.TryParse(digits, System.Globalization.CultureInfo.InvariantCulture, out var number):
                writer.Attribute(Attributes, key, number);
                break;
            case AttributeForm.Boolean when value is string text:
                writer.Attribute(Attributes, key, text == "true");
                break;
            case AttributeForm.Text when value is long number:
                writer.Attribute(Attributes, key, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            default:
                writer.Attribute(Attributes, key, value);
                break;
        }
    }

    // Those of the settings are the resource's.
    private void WriteGlobalTags(ref ProtobufWriter writer, Span span)
    {
        var tags = span.Root.Snapshot.GlobalTags;
        if (!ReferenceEquals(tags, _globalTags))
        {
            _tagsOfSpans = TagsOfSpans(tags);
            _globalTags = tags;
        }
        foreach (var (key, value) in _tagsOfSpans)
        {
            if (span.FindStored(key) is null)
                writer.Attribute(Attributes, _names.Of(key).Own, value);
        }
    }

    // By hand: of Array.FindAll for this type there is no precompiled code.
    private KeyValuePair<string, object>[] TagsOfSpans(KeyValuePair<string, object>[] tags)
    {
        var kept = new KeyValuePair<string, object>[tags.Length];
        var count = 0;
        foreach (var tag in tags)
        {
            if (!IsOnResource(tag))
                kept[count++] = tag;
        }
        return kept.AsSpan(0, count).ToArray();
    }

    private bool IsOnResource(KeyValuePair<string, object> tag) =>
        (tag.Key == "env" && Equals(tag.Value, _env)) || Array.Exists(_onResource, given => given.Key == tag.Key && Equals(tag.Value, given.Value));

    private static string WriteDatadogFields(ref ProtobufWriter writer, Span span)
    {
        writer.Attribute(Attributes, KnownKeys.OperationName, span.Name);
        writer.Attribute(Attributes, KnownKeys.ResourceName, span.Resource);
        if (span.Type is { } type)
            writer.Attribute(Attributes, KnownKeys.SpanType, type);
        return span.Resource;
    }

    private static void WriteDropped(ref ProtobufWriter writer, Span span)
    {
        var (tags, links, events) = span.Dropped;
        if (tags > 0)
            writer.Number(DroppedAttributes, (ulong)tags);
        if (events > 0)
            writer.Number(DroppedEvents, (ulong)events);
        if (links > 0)
            writer.Number(DroppedLinks, (ulong)links);
    }

    private void WriteEvents(ref ProtobufWriter writer, List<SpanEvent> events, bool withoutExceptions)
    {
        foreach (var added in events)
        {
            if (withoutExceptions && added.Name == ExceptionLogs.Event)
                continue;
            var begun = writer.Begin(Events);
            writer.FixedNumber(EventTime, (ulong)added.TimeUnixNanoseconds);
            writer.Text(EventName, added.Name);
            foreach (var (key, value) in added.Attributes)
                writer.Attribute(EventAttributes, _names.Of(key).Own, value);
            if (added.DroppedAttributes > 0)
                writer.Number(EventDroppedAttributes, (ulong)added.DroppedAttributes);
            writer.End(begun);
        }
    }

    private static void WriteException(ref ProtobufWriter writer, in SpanFacts facts, ulong time)
    {
        var begun = writer.Begin(Events);
        writer.FixedNumber(EventTime, time);
        writer.Text(EventName, ExceptionLogs.Event);
        if (facts.ErrorType is not null)
            writer.Attribute(EventAttributes, KnownKeys.ExceptionType, facts.ErrorType);
        if (facts.ErrorMessage is not null)
            writer.Attribute(EventAttributes, KnownKeys.ExceptionMessage, facts.ErrorMessage);
        writer.Attribute(EventAttributes, KnownKeys.ExceptionStack, facts.ErrorStack);
        writer.End(begun);
    }

    private void WriteLinks(ref ProtobufWriter writer, List<SpanLink> links)
    {
        foreach (var link in links)
        {
            var begun = writer.Begin(Links);
            writer.Id(LinkTraceId, link.TraceIdHigh, link.TraceIdLow);
            writer.Id(LinkSpanId, link.SpanId);
            if (link.TraceState is { Length: > 0 } state)
                writer.Text(LinkTraceState, state);
            if (link.Values is { } values)
            {
                foreach (var (key, value) in values)
                    writer.Attribute(LinkAttributes, _names.Of(key).Own, value);
            }
            else
            {
                foreach (var (key, value) in link.Attributes ?? new Dictionary<string, string>())
                    writer.Attribute(LinkAttributes, _names.Of(key).Own, value ?? "");
            }
            writer.ShortFixedNumber(LinkFlags, (uint)(link.Flags ?? 0) & 0xFF | RemoteIsKnown);
            writer.End(begun);
        }
    }

    private static void WriteStatus(ref ProtobufWriter writer, Span span, in SpanFacts facts, bool failed)
    {
        var isOk = facts.StatusCode == "STATUS_CODE_OK" && !failed;
        if (!failed && !isOk)
            return;
        var begun = writer.Begin(Status);
        if (span.Error && facts.ErrorMessage is { Length: > 0 } message)
            writer.Text(StatusMessage, message);
        writer.Number(StatusCode, isOk ? Ok : Failed);
        writer.End(begun);
    }
}
