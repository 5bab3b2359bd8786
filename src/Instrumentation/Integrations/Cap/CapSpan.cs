using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DdRun.Instrumentation.Integrations.Cap;

/// <summary>What the spans of a message's ways say.</summary>
internal static class CapSpan
{
    public const string Publish = "cap.publish";

    private const string Name = "cap-msg-name";

    private static readonly ConcurrentDictionary<Type, PropertyInfo?> s_exceptions = new();

    public static void Describe(Span span, string kind, object? headers, string? name = null)
    {
        var known = headers as IDictionary<string, string?>;
        if (name is null && known is not null)
            known.TryGetValue(Name, out name);
        span.Type = "queue";
        span.SetTag("component", "cap");
        span.SetTag("span.kind", kind);
        span.SetTag("messaging.system", "cap");
        if (name is not null)
        {
            span.Resource = name;
            span.SetTag("messaging.destination.name", name);
        }
        if (known is not null && known.TryGetValue("cap-msg-id", out var id) && id is not null)
            span.SetTag("messaging.message.id", id);
        if (known is not null && known.TryGetValue("cap-msg-group", out var group) && group is not null)
            span.SetTag("messaging.consumer.group.name", group);
    }

    /// <summary>What went wrong is answered and not thrown: whether to try again, and the outcome.</summary>
    public static void DescribeOutcome(Span span, object? result)
    {
        if (result is not ITuple { Length: 2 } pair || pair[1] is not { } outcome)
            return;
        var property = s_exceptions.GetOrAdd(outcome.GetType(), static type => type.GetProperty("Exception"));
        if (property?.GetValue(outcome) is Exception thrown)
            span.SetException(thrown.GetType().Name == "SubscriberExecutionFailedException" ? thrown.InnerException ?? thrown : thrown);
    }
}
