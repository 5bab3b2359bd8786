namespace DdRun.Export.Otlp;

/// <summary>Where the items of a signal stand in its request, and what their JSON form is.</summary>
/// <param name="Resources">JSON name of the request's list of resources.</param>
/// <param name="Scopes">JSON name of a resource's list of scopes.</param>
/// <param name="Items">JSON name of a scope's list of items.</param>
/// <param name="Item">The JSON form of an item.</param>
/// <param name="Rejected">JSON name of the count of rejected items in an answer.</param>
internal sealed record SignalSchema(string Resources, string Scopes, string Items, JsonSchema Item, string Rejected)
{
    // The three requests have the same field numbers.
    public const int ResourceField = 1, ScopesField = 2, ScopeField = 1, ItemsField = 2, RequestField = 1;

    public static SignalSchema Traces { get; } = new("resourceSpans", "scopeSpans", "spans", JsonSchemas.Span, "rejectedSpans");
    public static SignalSchema Metrics { get; } = new("resourceMetrics", "scopeMetrics", "metrics", JsonSchemas.Metric, "rejectedDataPoints");
    public static SignalSchema Logs { get; } = new("resourceLogs", "scopeLogs", "logRecords", JsonSchemas.LogRecord, "rejectedLogRecords");
}
