using System.Diagnostics;
using DdRun.Instrumentation.Integrations.Activities;

namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary>What version 7 receives and reports as activities, as the spans of earlier versions.</summary>
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
        var command = activity.GetTagItem("messaging.operation.name") is Deliver ? AmqpSpan.Deliver : AmqpSpan.Get;
        var exchange = activity.GetTagItem("messaging.destination.name") as string;
        span.Name = "amqp.command";
        AmqpSpan.Describe(span, command, "consumer", exchange is "amq.default" ? "" : exchange, activity.GetTagItem("messaging.rabbitmq.destination.routing_key") as string, null);
        if (activity.GetTagItem("server.address") is string host)
            span.SetTag("out.host", host);
    }
}
