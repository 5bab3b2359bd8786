using System.Collections;
using DdRun.Configuration;

namespace DdRun.Instrumentation.Integrations.ILogger;

/// <summary>The log scope: one object for the whole process, whose values are those of whoever reads it.</summary>
internal sealed class TraceScope(Settings settings) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 5;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("dd_service", settings.Service),
        1 => new("dd_env", settings.Env ?? ""),
        2 => new("dd_version", settings.Version ?? ""),
        3 => new("dd_trace_id", LogIds.TraceId()),
        4 => new("dd_span_id", LogIds.SpanId()),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() =>
        $"dd_service:{settings.Service}, dd_env:{settings.Env}, dd_version:{settings.Version}, dd_trace_id:{LogIds.TraceId()}, dd_span_id:{LogIds.SpanId()}";
}
