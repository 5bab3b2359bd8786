using System.Collections.Concurrent;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;
using Microsoft.Azure.Amqp.Framing;
using AmqpTarget = Microsoft.Azure.Amqp.Framing.Target;

namespace DdRun.Testing.Services;

/// <summary>Takes every token for good, and says of a hub of events that it has one partition.</summary>
internal sealed class AmqpAnswers
{
    private readonly ConcurrentDictionary<string, SendingAmqpLink> _links = new(StringComparer.Ordinal);
    private int _last;

    public void Attach(AmqpLink link)
    {
        if (link is ReceivingAmqpLink questions)
            questions.RegisterMessageListener(message => Answer(questions, message));
        else
            _links[((AmqpTarget)link.Settings.Target).Address.ToString()!] = (SendingAmqpLink)link;
    }

    private void Answer(ReceivingAmqpLink questions, AmqpMessage question)
    {
        var map = question.ApplicationProperties?.Map;
        var answer = map is not null && map.TryGetValue<string>("operation", out var operation) && operation == "READ"
            ? AmqpMessage.Create(new AmqpValue { Value = Hub(map["name"]) })
            : AmqpMessage.Create();
        answer.Properties.CorrelationId = question.Properties.MessageId;
        answer.ApplicationProperties.Map["status-code"] = 200;
        answer.ApplicationProperties.Map["status-description"] = "OK";
        var tag = BitConverter.GetBytes(Interlocked.Increment(ref _last));
        if (_links.TryGetValue(question.Properties.ReplyTo.ToString()!, out var link))
            link.SendMessageNoWait(answer, new ArraySegment<byte>(tag), default);
        questions.DisposeMessage(question, AmqpConstants.AcceptedOutcome, true, false);
    }

    private static AmqpMap Hub(object name) => new()
    {
        [new MapKey("name")] = name,
        [new MapKey("created_at")] = DateTime.UnixEpoch,
        [new MapKey("partition_count")] = 1,
        [new MapKey("partition_ids")] = new[] { "0" },
        [new MapKey("georeplication_factor")] = 1,
    };
}
