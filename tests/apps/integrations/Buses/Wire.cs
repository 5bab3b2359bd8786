using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using DotNetCore.CAP;
using DotNetCore.CAP.Internal;
using DotNetCore.CAP.Messages;
using DotNetCore.CAP.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace Buses;

/// <summary>Takes messages of CAP from one process to another.</summary>
internal sealed class Wire : ICapOptionsExtension, ITransport, IConsumerClientFactory, IDisposable
{
    private readonly TcpListener? _listener;

    /// <param name="port">Where the other one listens; 0 for the one that does.</param>
    public Wire(int port)
    {
        Port = port;
        if (port != 0)
            return;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    public BrokerAddress BrokerAddress => new("Wire", $"{Port}");

    public void AddServices(IServiceCollection services) =>
        services.AddSingleton(new CapMessageQueueMakerService("Wire")).AddSingleton<ITransport>(this).AddSingleton<IConsumerClientFactory>(this);

    public async Task<OperateResult> SendAsync(TransportMessage message)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        await JsonSerializer.SerializeAsync(client.GetStream(), new Letter(new Dictionary<string, string?>(message.Headers), message.Body.ToArray()));
        return OperateResult.Success;
    }

    public Task<IConsumerClient> CreateAsync(string groupName, byte groupConcurrent) => Task.FromResult<IConsumerClient>(new Consumer(_listener, groupName));

    public void Dispose() => _listener?.Dispose();

    private sealed record Letter(Dictionary<string, string?> Headers, byte[] Body);

    private sealed class Consumer(TcpListener? listener, string group) : IConsumerClient
    {
        public BrokerAddress BrokerAddress => new("Wire", "here");
        public Func<TransportMessage, object?, Task>? OnMessageCallback { get; set; }
        public Action<LogMessageEventArgs>? OnLogCallback { get; set; }

        public Task SubscribeAsync(IEnumerable<string> topics) => Task.CompletedTask;

        public async Task ListeningAsync(TimeSpan timeout, CancellationToken cancellationToken)
        {
            while (listener is not null)
            {
                using var client = await listener.AcceptTcpClientAsync(cancellationToken);
                var letter = (await JsonSerializer.DeserializeAsync<Letter>(client.GetStream(), cancellationToken: cancellationToken))!;
                await OnMessageCallback!(new TransportMessage(new Dictionary<string, string?>(letter.Headers) { [Headers.Group] = group }, letter.Body), null);
            }
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        public Task CommitAsync(object? sender) => Task.CompletedTask;

        public Task RejectAsync(object? sender) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
