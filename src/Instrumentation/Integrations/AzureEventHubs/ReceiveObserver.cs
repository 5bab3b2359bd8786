using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using DdRun.Instrumentation.Integrations.Headers;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.AzureEventHubs;

/// <summary><c>a</c> the name of a hub that is asked for events, <c>b</c> the connection to it. Who gets none has no span; those who sent what comes are linked to.</summary>
internal sealed class ReceiveObserver : IProbeObserver
{
    private static readonly IntegrationService s_service = new("azureeventhubs");

    private readonly ConditionalWeakTable<object, string?> _hosts = [];
    private readonly PropertyReader<object> _properties = new("Properties");
    private readonly PropertyReader<string> _id = new("MessageId");

    // What opens the connection on the way is none of this.
    public bool Activates => false;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var hub = a as string;
        span.Type = "queue";
        span.Resource = hub ?? span.Name;
        if (s_service.Name is { } service)
            span.Service = service;
        span.SetTag("component", "AzureEventHubs");
        span.SetTag("span.kind", "consumer");
        span.SetTag("messaging.system", "eventhubs");
        span.SetTag("messaging.operation", "receive");
        span.SetTag("messaging.destination.name", hub);
        if (HostOf(b) is not { } host)
            return;
        span.SetTag("server.address", host);
        span.SetTag("network.destination.name", host);
        span.SetTag("network.destination.port", "5671");
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
        var events = result as IReadOnlyCollection<object>;
        if (events is not { Count: > 0 } && exception is null or OperationCanceledException)
        {
            span.Discard();
            return;
        }
        if (events is null)
            return;
        if (events.Count > 1)
            span.SetTag("messaging.batch.message_count", events.Count.ToString(CultureInfo.InvariantCulture));
        foreach (var one in events)
        {
            if (HeaderValues.Extract(_properties.Read(one)) is { } sent)
                span.AddLink(new SpanLink(sent.TraceId, sent.SpanId));
            if (events.Count == 1 && _id.Read(one) is { Length: > 0 } id)
                span.SetTag("messaging.message_id", id);
        }
    }

    // Asked for once for each connection: it keeps this to itself.
    private string? HostOf(object? connection) => connection is null ? null : _hosts.GetValue(
        connection,
        static connection => (connection.GetType().GetProperty("ServiceEndpoint", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)?.GetValue(connection) as Uri)?.Host);
}
