using System.Globalization;
using DdRun.Instrumentation.Integrations.Lending;

namespace DdRun.Instrumentation.Integrations.AwsSdk;

/// <summary>What goes to a bus of events, which tells nobody when it got them or by which name it is called.</summary>
internal sealed class SentEvents() : SentText("AwsEventBridge", "Entries", "Detail")
{
    private readonly PropertyReader<string> _bus = new("EventBusName");

    protected override string Context(object message, Span span)
    {
        var start = ("x-datadog-start-time", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        return _bus.Read(message) is { } bus ? JsonContext.Write(span, start, ("x-datadog-resource-name", bus)) : JsonContext.Write(span, start);
    }
}
