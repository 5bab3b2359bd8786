using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Sasl;

namespace DdRun.Testing.Services;

/// <summary>Plays Azure's brokers of messages and of events, within this process: their clients are real, and what a service in the cloud would do besides is not.</summary>
/// <remarks>Every address is a queue, or, where it names a partition, a log of events that all who read it get from its beginning.</remarks>
public sealed class AmqpBroker : IDisposable
{
    private readonly AmqpNodes _nodes = new();
    private readonly AmqpConnectionListener _listener;

    private AmqpBroker()
    {
        var settings = new AmqpSettings { RuntimeProvider = _nodes };
        var sasl = new SaslTransportProvider();
        sasl.Versions.Add(new AmqpVersion(1, 0, 0));
        // Whoever shows a token later.
        sasl.AddHandler(new SaslAnonymousHandler("MSSBCBS"));
        settings.TransportProviders.Add(sasl);
        _listener = new AmqpConnectionListener([$"amqp://127.0.0.1:{Port}"], settings, new AmqpConnectionSettings { ContainerId = "broker", MaxFrameSize = 64 * 1024 });
    }

    public int Port { get; } = ServiceProcess.FreePort();

    public string ConnectionString => $"Endpoint=sb://127.0.0.1:{Port};SharedAccessKeyName=key;SharedAccessKey=c2VjcmV0;UseDevelopmentEmulator=true";

    public static AmqpBroker Start()
    {
        var broker = new AmqpBroker();
        broker._listener.Open();
        return broker;
    }

    /// <summary>Forgets all that lies there.</summary>
    public void Clear() => _nodes.Clear();

    public void Dispose() => _listener.Close();
}
