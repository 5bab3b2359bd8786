namespace DdRun.Sampling;

/// <summary>What rules look at. A span is one.</summary>
internal interface ISamplingTarget
{
    string? Service { get; }
    string Name { get; }
    string Resource { get; }
    ulong TraceIdLow { get; }
    ulong SpanId { get; }
    string? GetTag(string key);
    double? GetMetric(string key);
}
