namespace DdRun.Export.Otlp;

/// <summary>A record of the application's log, with the span that was active.</summary>
/// <param name="Time">Nanoseconds since 1970.</param>
/// <param name="Severity">OpenTelemetry's number: trace 1, debug 5, information 9, warning 13, error 17, critical 21.</param>
/// <param name="SeverityText">The library's own word.</param>
/// <param name="Body">The formatted message.</param>
/// <param name="Category">The logger's name.</param>
/// <param name="Attributes">Of the kinds that attributes have; made on the thread that logs, so that nothing of the application's is kept.</param>
internal sealed record LogRecord(
    long Time, int Severity, string SeverityText, string Body, string Category, IReadOnlyList<KeyValuePair<string, object>> Attributes)
{
    private const int Overhead = 200;

    /// <summary>Null = the process's.</summary>
    public string? Service { get; init; }

    /// <summary>Of the scope, whose name is the category.</summary>
    public string? ScopeVersion { get; init; }

    public int DroppedAttributes { get; init; }
    public ulong TraceIdHigh { get; init; }
    public ulong TraceIdLow { get; init; }
    public ulong SpanId { get; init; }
    public bool IsSampled { get; init; }

    /// <summary>What it roughly takes in memory, for the queue's bound.</summary>
    public int Weight
    {
        get
        {
            var weight = Overhead + Body.Length * 2;
            foreach (var (key, value) in Attributes)
                weight += 48 + key.Length * 2 + (value is string text ? text.Length * 2 : 8);
            return weight;
        }
    }
}
