using System.Collections.Concurrent;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;
using Microsoft.Azure.Amqp.Transport;
using AmqpTarget = Microsoft.Azure.Amqp.Framing.Target;

namespace DdRun.Testing.Services;

/// <summary>What a broker has at its addresses.</summary>
internal sealed class AmqpNodes : IRuntimeProvider
{
    private const uint Credit = 1000;

    private readonly AmqpAnswers _answers = new();
    private readonly ConcurrentDictionary<string, AmqpNode> _nodes = new(StringComparer.OrdinalIgnoreCase);

    public void Clear() => _nodes.Clear();

    public AmqpConnection CreateConnection(TransportBase transport, ProtocolHeader protocolHeader, bool isInitiator, AmqpSettings amqpSettings, AmqpConnectionSettings connectionSettings) =>
        new(transport, protocolHeader, isInitiator, amqpSettings, connectionSettings);

    public AmqpSession CreateSession(AmqpConnection connection, AmqpSessionSettings settings) => throw new NotSupportedException("A broker is asked for sessions, and asks for none.");

    public AmqpLink CreateLink(AmqpSession session, AmqpLinkSettings settings)
    {
        if (settings.Role != true)
            return new SendingAmqpLink(session, settings);
        (settings.TotalLinkCredit, settings.AutoSendFlow, settings.MaxMessageSize) = (Credit, true, 1 << 20);
        return new ReceivingAmqpLink(session, settings);
    }

    public IAsyncResult BeginOpenLink(AmqpLink link, TimeSpan timeout, AsyncCallback callback, object state)
    {
        Attach(link);
        return TaskToAsyncResult.Begin(Task.CompletedTask, callback, state);
    }

    public void EndOpenLink(IAsyncResult result) => TaskToAsyncResult.End(result);

    private void Attach(AmqpLink link)
    {
        var address = (link is ReceivingAmqpLink ? ((AmqpTarget)link.Settings.Target).Address : ((Source)link.Settings.Source).Address).ToString()!;
        if (address == "$cbs" || address.EndsWith("$management", StringComparison.Ordinal))
        {
            _answers.Attach(link);
            return;
        }
        // "news", "news/Partitions/0", "news/ConsumerGroups/$Default/Partitions/0".
        var isLog = address.Contains("/ConsumerGroups/", StringComparison.OrdinalIgnoreCase);
        var node = _nodes.GetOrAdd(address.Split('/')[0], static _ => new());
        if (link is ReceivingAmqpLink publisher)
        {
            publisher.RegisterMessageListener(message =>
            {
                node.Add(AmqpItem.Of(message));
                publisher.DisposeMessage(message, AmqpConstants.AcceptedOutcome, true, false);
                message.Dispose();
            });
        }
        else
        {
            node.Attach(new AmqpReader((SendingAmqpLink)link, node, isLog));
        }
    }
}
