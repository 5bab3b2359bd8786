using System.Text;
using DdRun.Instrumentation.Integrations.Mqtt;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace DdRun.Integrations.Tests.Lending;

/// <summary>The properties of an MQTT message, which the packet that the library makes of it shares.</summary>
internal sealed class LentMqttProperties(bool withProperties) : LentObject
{
    private readonly SentProperties _lender = new();
    private readonly MqttApplicationMessage _message = new()
    {
        Topic = "orders/7/new",
        UserProperties = withProperties
            ?
            [
                new("own", "value"u8.ToArray()),
                new("own", "again"u8.ToArray()),
                new("traceparent", "00-11111111111111111111111111111111-2222222222222222-01"u8.ToArray()),
            ]
            : null,
    };

    public override IReadOnlyList<string> Plain => withProperties ? ["own: value", "own: again"] : [];

    public override string Look() => string.Join('\n', _message.UserProperties is { } properties ? Dump(properties) : ["none"]);

    public override Task<IReadOnlyList<string>> Send(Span span)
    {
        MqttSpan.Describe(span, _message.Topic, MqttProtocolVersion.V500, isSent: true);
        var sent = (MqttPublishPacket)_lender.Lend(MqttPublishPacketFactory.Create(_message), null)!;
        return Task.FromResult<IReadOnlyList<string>>(Dump(sent.UserProperties));
    }

    private static List<string> Dump(List<MqttUserProperty> properties) => [.. properties.Select(property => $"{property.Name}: {Encoding.UTF8.GetString(property.ValueBuffer.Span)}")];
}
