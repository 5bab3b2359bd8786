using DdRun.Configuration;
using DdRun.Sampling;
using DdRun.Tracing;

namespace DdRun.Export.Otlp;

/// <summary>Makes log records of the exceptions that spans carry. On the writer's thread.</summary>
internal sealed class ExceptionLogs(Settings settings, Func<LogExporter?> logs)
{
    /// <summary>The name of an event that is an exception.</summary>
    public const string Event = "exception";

    private const int Error = 17;
    private const string Message = "exception.message";

    private readonly string _processService = settings.Service;

    /// <summary>A record for each of the span's events that are exceptions, and one for the error that it ended with.</summary>
    public void Add(Span span, TraceChunk chunk, in SpanFacts facts)
    {
        if (span.Events is { } events)
        {
            foreach (var happened in events)
            {
                if (happened.Name == Event)
                    Add(span, chunk, facts, happened.TimeUnixNanoseconds, happened.Attributes, happened.DroppedAttributes);
            }
        }
        if (facts.ErrorStack is null)
            return;
        var attributes = new List<KeyValuePair<string, object>>();
        if (facts.ErrorType is not null)
            attributes.Add(new("exception.type", facts.ErrorType));
        if (facts.ErrorMessage is not null)
            attributes.Add(new(Message, facts.ErrorMessage));
        attributes.Add(new("exception.stacktrace", facts.ErrorStack));
        Add(span, chunk, facts, span.StartNanoseconds + span.DurationNanoseconds, attributes, 0);
    }

    private void Add(Span span, TraceChunk chunk, in SpanFacts facts, long time, IReadOnlyList<KeyValuePair<string, object>> attributes, int dropped)
    {
        facts.Scope(out var scope, out var version);
        var body = "";
        foreach (var (key, value) in attributes)
        {
            if (key == Message)
                body = value as string ?? "";
        }
        logs()?.Enqueue(new LogRecord(time, Error, "Error", body, scope, attributes)
        {
            Service = string.Equals(span.Service, _processService) ? null : span.Service,
            ScopeVersion = version,
            DroppedAttributes = dropped,
            TraceIdHigh = span.Root.TraceIdHigh,
            TraceIdLow = span.Root.TraceIdLow,
            SpanId = span.SpanId,
            IsSampled = chunk.Root.Priority > SamplingPriority.AutoReject,
        });
    }
}
