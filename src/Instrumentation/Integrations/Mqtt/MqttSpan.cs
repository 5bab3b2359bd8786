using DdRun.Instrumentation.Integrations.Http;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Mqtt;

/// <summary>What the spans of both ends say.</summary>
internal static class MqttSpan
{
    private const string Version = "network.protocol.version", Kind = "span.kind", Producer = "producer", WithProperties = "5.0";

    /// <summary>The span of the message that this flow is about to send by a protocol that has room for its context.</summary>
    public static Span? Publishing =>
        ActiveSpan.Current is { IsRemote: false } span && span.GetTag(Version) == WithProperties && span.GetTag(Kind) == Producer ? span : null;

    public static void Describe(Span span, string? topic, object? version, bool isSent)
    {
        span.Type = "queue";
        span.Resource = topic is { Length: > 0 } ? HttpResource.CleanPath(topic) : span.Name;
        span.SetTag("component", "mqtt");
        span.SetTag(Kind, isSent ? Producer : "consumer");
        span.SetTag("messaging.system", "mqtt");
        span.SetTag("messaging.operation", isSent ? "publish" : "process");
        if (topic is { Length: > 0 })
            span.SetTag("messaging.destination.name", topic);
        if (VersionOf(version) is { } known)
            span.SetTag(Version, known);
    }

    private static string? VersionOf(object? version) => version?.ToString() switch
    {
        "V500" => WithProperties,
        "V311" => "3.1.1",
        "V310" => "3.1",
        _ => null,
    };
}
