using System.Globalization;
using DdRun.Instrumentation.Integrations.Lending;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary>What the spans of all AMQP commands have in common, and how context travels in message headers.</summary>
internal static class AmqpSpan
{
    public const string Publish = "basic.publish";
    public const string Deliver = "basic.deliver";
    public const string Get = "basic.get";

    private const string Command = "amqp.command";

    private static readonly IntegrationService s_service = new("rabbitmq");

    public static string? Service => s_service.Name;

    public static void Describe(Span span, string command, string kind, string? exchange, string? routingKey, object? properties)
    {
        span.Type = "queue";
        if (Service is { } service)
            span.Service = service;
        span.SetTag("component", "RabbitMQ");
        span.SetTag("span.kind", kind);
        span.SetTag(Command, command);
        var place = string.IsNullOrEmpty(exchange) ? "<default>" : exchange;
        if (exchange is not null)
            span.SetTag("amqp.exchange", exchange);
        if (routingKey is not null)
            span.SetTag("amqp.routing_key", routingKey);
        span.Resource = $"{command} {place} -> {Queue(routingKey)}";
        if (properties is not null && AmqpProperties.Of(properties).DeliveryMode(properties) is var mode and > 0)
            span.SetTag("amqp.delivery_mode", mode.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The context that the publisher left in the headers.</summary>
    public static SpanContext? Extract(object? properties)
    {
        if (properties is null || AmqpProperties.Of(properties).Headers(properties) is not { Count: > 0 } headers)
            return null;
        return Propagator.Extract(new AmqpHeaders(headers), static (carrier, name) => carrier.Get(name));
    }

    public static bool HasHeader(object? properties, string name) =>
        properties is not null && AmqpProperties.Of(properties).Headers(properties)?.ContainsKey(name) == true;

    /// <summary>The span of the message that this flow is about to send.</summary>
    public static Span? Publishing => ActiveSpan.Current is { IsRemote: false } span && ReferenceEquals(span.GetTag(Command), Publish) ? span : null;

    /// <summary>Writes a context into headers that are nobody else's.</summary>
    public static void Inject(Span span, Dictionary<string, object?> headers) => SentContext.Write(SentContext.Of(span), new AmqpHeaders(headers));

    // Queues that the broker names are without number.
    private static string Queue(string? name) =>
        string.IsNullOrEmpty(name) ? "<all>" : name.StartsWith("amq.gen-", StringComparison.Ordinal) ? "<generated>" : name;
}
