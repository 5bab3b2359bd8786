using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace DdRun.Testing.Services;

/// <summary>Somebody who reads a node of a broker, as fast as he wants to.</summary>
internal sealed class AmqpReader
{
    private readonly SendingAmqpLink _link;
    private readonly AmqpNode _node;
    private readonly ConcurrentDictionary<Guid, AmqpItem> _out = new();

    public AmqpReader(SendingAmqpLink link, AmqpNode node, bool isLog)
    {
        (_link, _node, IsLog) = (link, node, isLog);
        link.Closed += (_, _) => node.Detach(this);
        link.RegisterDispositionListener(OnDisposition);
        link.RegisterCreditListener(OnCredit);
    }

    /// <summary>Whether he gets everything from the beginning, and leaves it there.</summary>
    public bool IsLog { get; }

    /// <summary>How many messages he would take now.</summary>
    public uint Credit { get; private set; }

    /// <summary>How much of a log he has read.</summary>
    public int Read { get; set; }

    public void Send(AmqpItem item)
    {
        Credit--;
        // The client's name for what it has received.
        var tag = Guid.NewGuid();
        _out[tag] = item;
        _link.SendMessageNoWait(item.ToMessage(), new ArraySegment<byte>(tag.ToByteArray()), default);
    }

    // A processor of events first asks for one, with little patience, and only to see whether it may: whether there is one in time is not to matter.
    private bool IsTrial => _link.Settings.Properties is { } properties && properties.TryGetValue<string>("com.microsoft:receiver-name", out var name) && name.StartsWith("SV-", StringComparison.Ordinal);

    private void OnCredit(uint credit, bool drain, ArraySegment<byte> transaction)
    {
        Credit = IsTrial ? 0 : credit;
        _node.Deliver();
        if (!drain)
            return;
        // He leaves, and wants to hear that nothing more comes. The library's senders do not say so by themselves.
        Credit = 0;
        SetCredit(_link, 0);
        SendFlow(_link, false, true, null);
    }

    private void OnDisposition(Delivery delivery)
    {
        _out.TryRemove(new Guid(delivery.DeliveryTag.AsSpan()), out var item);
        if (!delivery.Settled)
            // Whose wish it is that a message goes to the dead ones is told that it has come true.
            _link.DisposeDelivery(delivery, true, delivery.State is Rejected ? AmqpConstants.AcceptedOutcome : delivery.State);
        if (item is not null && delivery.State is Modified or Released)
            _node.Return(item);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_LinkCredit")]
    private static extern void SetCredit(AmqpLink link, uint value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SendFlow")]
    private static extern void SendFlow(AmqpLink link, bool echo, bool drain, Fields? properties);
}
