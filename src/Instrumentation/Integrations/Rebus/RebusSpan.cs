namespace DdRun.Instrumentation.Integrations.Rebus;

/// <summary>What the spans of both ends say, by the headers that the library gives a message.</summary>
internal static class RebusSpan
{
    public const string Process = "rebus.process";

    public static void Describe(Span span, string kind, string? destination)
    {
        span.Type = "queue";
        span.SetTag("component", "rebus");
        span.SetTag("span.kind", kind);
        span.SetTag("messaging.system", "rebus");
        if (destination is { Length: > 0 })
            span.SetTag("messaging.destination.name", destination);
    }

    /// <summary>What is known once the message is as it goes out.</summary>
    public static void DescribeMessage(Span span, IDictionary<string, string> headers)
    {
        // "Shop.Order, Shop".
        if (headers.TryGetValue("rbs2-msg-type", out var type) && type is { Length: > 0 })
            span.Resource = type.IndexOf(',', StringComparison.Ordinal) is > 0 and var comma ? type[..comma] : type;
        if (headers.TryGetValue("rbs2-msg-id", out var id))
            span.SetTag("messaging.message.id", id);
        if (headers.TryGetValue("rbs2-corr-id", out var conversation))
            span.SetTag("messaging.message.conversation_id", conversation);
    }
}
