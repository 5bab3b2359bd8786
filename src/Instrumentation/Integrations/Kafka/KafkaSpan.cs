using System.Globalization;

namespace DdRun.Instrumentation.Integrations.Kafka;

/// <summary>What spans say about messages, whether they are sent or received.</summary>
internal static class KafkaSpan
{
    public const string Produce = "kafka.produce";
    public const string Consume = "kafka.consume";

    private static readonly IntegrationService s_service = new("kafka");
    private static readonly PropertyReader<string> s_topic = new("Topic");
    private static readonly PropertyReader<object> s_partition = new("Partition");
    private static readonly PropertyReader<object> s_offset = new("Offset");
    private static readonly PropertyReader<object> s_message = new("Message");
    private static readonly PropertyReader<object> s_value = new("Value");

    /// <summary>The message of a result; <c>null</c> where the end of a partition was reached.</summary>
    public static object? Message(object result) => s_message.Read(result);

    /// <param name="span">A span that has just begun.</param>
    /// <param name="action">The first word of the resource.</param>
    /// <param name="kind">Of OpenTelemetry's kinds.</param>
    /// <param name="client">Who sends or receives.</param>
    /// <param name="place">Anything that has a topic and a partition.</param>
    /// <param name="message">What is sent or received.</param>
    public static void Describe(Span span, string action, string kind, KafkaClient client, object place, object? message)
    {
        var topic = s_topic.Read(place);
        span.Type = "queue";
        span.Resource = $"{action} Topic {topic}";
        if (s_service.Name is { } service)
            span.Service = service;
        span.SetTag("component", "kafka");
        span.SetTag("span.kind", kind);
        span.SetMetric("_dd.measured", 1);
        if (topic is not null)
            span.SetTag("messaging.destination.name", topic);
        if (client.Servers is { } servers)
            span.SetTag("messaging.kafka.bootstrap.servers", servers);
        if (client.Group is { } group)
            span.SetTag("kafka.group", group);
        if (message is not null && s_value.Read(message) is null)
            span.SetTag("kafka.tombstone", "true");
        SetPlace(span, place);
    }

    /// <summary>Where the message is in its topic, as far as that is known yet.</summary>
    public static void SetPlace(Span span, object place)
    {
        Set(span, "kafka.partition", s_partition.Read(place));
        Set(span, "kafka.offset", s_offset.Read(place));
    }

    // "[2]" and "17" are places; "[Any]" and "Unset [-1001]" mean that there is none.
    private static void Set(Span span, string tag, object? place)
    {
        if (Convert.ToString(place, CultureInfo.InvariantCulture) is { Length: > 0 } text && char.IsAsciiDigit(text[^1] == ']' ? text[1] : text[0]))
            span.SetTag(tag, text);
    }
}
