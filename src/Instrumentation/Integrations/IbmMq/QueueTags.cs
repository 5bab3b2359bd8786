namespace DdRun.Instrumentation.Integrations.IbmMq;

/// <summary>What the spans of messages say, under the names of Datadog's tracer.</summary>
internal static class QueueTags
{
    private static readonly IntegrationService s_service = new("ibmmq");

    /// <param name="span">A span that has started.</param>
    /// <param name="verb">What is done.</param>
    /// <param name="kind"><c>producer</c> or <c>consumer</c>.</param>
    /// <param name="name">The queue's, or <c>queue://</c> and that.</param>
    public static void Set(Span span, string verb, string kind, string? name)
    {
        if (s_service.Name is { } service)
            span.Service = service;
        var scheme = name?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        var queue = scheme < 0 ? name : name![(scheme + 3)..];
        span.Type = "queue";
        span.Resource = $"{verb} Topic {queue}";
        span.SetTag("component", "IbmMq");
        span.SetTag("span.kind", kind);
        span.SetTag("messaging.system", "ibmmq");
        span.SetTag("messaging.destination.name", queue);
    }
}
