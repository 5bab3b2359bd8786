using System.Diagnostics;
using DdRun.Instrumentation.Integrations.Activities;

namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary>Version 7 and its activities, as the spans of earlier versions.</summary>
internal sealed class AmqpActivities : IActivityMapping
{
    private const string Deliver = "deliver";

    // The library links what it delivers to the publisher, and starts a new trace.
    public Span? Parent(Activity activity)
    {
        if (!activity.OperationName.StartsWith(Deliver, StringComparison.Ordinal))
            return null;
        foreach (ref readonly var link in activity.EnumerateLinks())
            return ActivityParent.OfRemote(link.Context);
        return null;
    }

    public string? Service => AmqpSpan.Service;

    public void Describe(Activity activity, Span span)
    {
        var (command, kind) = activity.GetTagItem("messaging.operation.name") switch
        {
            "publish" => (AmqpSpan.Publish, "producer"),
            Deliver => (AmqpSpan.Deliver, "consumer"),
            _ => (AmqpSpan.Get, "consumer"),
        };
        var exchange = activity.GetTagItem("messaging.destination.name") as string;
        span.Name = "amqp.command";
        AmqpSpan.Describe(span, command, kind, exchange is "amq.default" ? "" : exchange, activity.GetTagItem("messaging.rabbitmq.destination.routing_key") as string, null);
        if (activity.GetTagItem("server.address") is string host)
            span.SetTag("out.host", host);
    }
}
