using System.Globalization;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;
using Microsoft.Azure.Amqp.Framing;

namespace DdRun.Testing.Services;

/// <summary>A message that lies with a broker.</summary>
internal sealed class AmqpItem
{
    private static long s_last;

    private readonly List<byte[]> _body = [];
    private readonly List<KeyValuePair<string, object>> _properties = [];
    private readonly long _number = Interlocked.Increment(ref s_last);
    private MessageId? _id;

    private AmqpItem()
    {
    }

    /// <summary>How often it has been given to somebody who did not keep it.</summary>
    public uint Deliveries { get; set; }

    /// <summary>One, or those that were sent as one.</summary>
    public static List<AmqpItem> Of(AmqpMessage message)
    {
        if (message.MessageFormat != AmqpConstants.AmqpBatchedMessageFormat)
            return [Single(message)];
        var items = new List<AmqpItem>();
        foreach (var data in message.DataBody)
        {
            using var inner = AmqpMessage.CreateAmqpStreamMessage(new BufferListStream([(ArraySegment<byte>)data.Value]));
            items.Add(Single(inner));
        }
        return items;
    }

    public AmqpMessage ToMessage()
    {
        var message = AmqpMessage.Create(_body.ConvertAll(part => new Data { Value = new ArraySegment<byte>(part) }));
        message.Header.DeliveryCount = Deliveries;
        message.Properties.MessageId = _id;
        foreach (var (name, value) in _properties)
            message.ApplicationProperties.Map[name] = value;
        var annotations = message.MessageAnnotations.Map;
        annotations["x-opt-sequence-number"] = _number;
        annotations["x-opt-offset"] = _number.ToString(CultureInfo.InvariantCulture);
        annotations["x-opt-enqueued-time"] = DateTime.UtcNow;
        annotations["x-opt-locked-until"] = DateTime.UtcNow.AddMinutes(5);
        return message;
    }

    private static AmqpItem Single(AmqpMessage message)
    {
        var item = new AmqpItem { _id = message.Properties?.MessageId };
        foreach (var data in message.DataBody)
            item._body.Add([.. (ArraySegment<byte>)data.Value]);
        if (message.ApplicationProperties is { } properties)
        {
            foreach (var (name, value) in properties.Map)
                item._properties.Add(new(name.Key.ToString()!, value));
        }
        return item;
    }
}
