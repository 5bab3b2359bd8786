using System.Diagnostics;
using DdRun.Configuration;
using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary>What version 7 receives and reports as activities, as the spans of earlier versions.</summary>
internal sealed class AmqpActivities : IActivityMapping
{
    private const string Deliver = "deliver", TraceParent = "traceparent", Publisher = "dd-run.publisher";

    // The library links what it delivers to the publisher, of whom it knows what one header says, and starts a new trace.
    public Span? Parent(Activity activity)
    {
        var properties = ReceivedProperties.Take();
        var context = AmqpSpan.Extract(properties);
        if (!activity.OperationName.StartsWith(Deliver, StringComparison.Ordinal))
        {
            activity.SetCustomProperty(Publisher, context);
            return null;
        }
        if (context is not null)
            return new LocalRoot(context);
        // One that the settings do not want to be read.
        if (Array.IndexOf(Settings.Current.PropagationExtract, PropagationStyle.TraceContext) < 0 && AmqpSpan.HasHeader(properties, TraceParent))
            return null;
        foreach (ref readonly var link in activity.EnumerateLinks())
            return ActivityParent.OfRemote(link.Context);
        return null;
    }

    public void Describe(Activity activity, Span span)
    {
        var command = activity.GetTagItem("messaging.operation.name") is Deliver ? AmqpSpan.Deliver : AmqpSpan.Get;
        var exchange = activity.GetTagItem("messaging.destination.name") as string;
        span.Name = "amqp.command";
        AmqpSpan.Describe(span, command, "consumer", exchange is "amq.default" ? "" : exchange, activity.GetTagItem("messaging.rabbitmq.destination.routing_key") as string, null);
        if (activity.GetTagItem("server.address") is string host)
            span.SetTag("out.host", host);
        if (activity.GetCustomProperty(Publisher) is SpanContext publisher && !IsLinked(activity, publisher))
            span.AddLink(publisher);
    }

    private static bool IsLinked(Activity activity, SpanContext publisher)
    {
        foreach (ref readonly var link in activity.EnumerateLinks())
        {
            if (ActivityParent.ToNumber(link.Context.SpanId) == publisher.SpanId)
                return true;
        }
        return false;
    }
}
