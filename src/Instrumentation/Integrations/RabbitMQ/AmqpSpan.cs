using System.Globalization;
using System.Text;

namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary>What the spans of all AMQP commands have in common, and how context travels in message headers.</summary>
internal static class AmqpSpan
{
    public const string Publish = "basic.publish";
    public const string Deliver = "basic.deliver";
    public const string Get = "basic.get";

    private static readonly IntegrationService s_service = new("rabbitmq");

    public static string? Service => s_service.Name;

    public static void Describe(Span span, string command, string kind, string? exchange, string? routingKey, object? properties)
    {
        span.Type = "queue";
        if (Service is { } service)
            span.Service = service;
        span.SetTag("component", "RabbitMQ");
        span.SetTag("span.kind", kind);
        span.SetTag("amqp.command", command);
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
        return Propagator.Extract(headers, static (carrier, name) => carrier.TryGetValue(name, out var value) ? Text(value) : null);
    }

    /// <summary>For the message that is about to be sent; afterwards <see cref="AmqpProperties.TakeBack"/>.</summary>
    public static void Inject(Span span, object properties)
    {
        if (AmqpProperties.Of(properties).Lend(properties) is { } headers)
            Propagator.Inject(span.Context, headers, static (carrier, name, value) => carrier[name] = Encoding.UTF8.GetBytes(value));
    }

    // Queues that the broker names are without number.
    private static string Queue(string? name) =>
        string.IsNullOrEmpty(name) ? "<all>" : name.StartsWith("amq.gen-", StringComparison.Ordinal) ? "<generated>" : name;

    private static string? Text(object? value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        string text => text,
        _ => null,
    };
}
