using System.Threading.Channels;
using DotNetCore.CAP;
using DotNetCore.CAP.Internal;
using DotNetCore.CAP.Messages;
using DotNetCore.CAP.Persistence;
using DotNetCore.CAP.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Buses;

/// <summary>CAP: messages are stored in PostgreSQL before they go out, by a transport within the process.</summary>
internal static class Outbox
{
    public static async Task Run(string database)
    {
        using var host = await Start(database, new Loop());
        var (publisher, kitchen) = (host.Services.GetRequiredService<ICapPublisher>(), host.Services.GetRequiredService<Kitchen>());
        var headers = new Dictionary<string, string?> { ["own"] = "value" };
        await publisher.PublishAsync("orders.new", "ham", headers);
        Console.WriteLine(await kitchen.Made.Task);
        await publisher.PublishAsync("orders.new", "glue");
        var store = host.Services.GetRequiredService<IDataStorage>().GetMonitoringApi();
        while (await store.ReceivedFailedCount() == 0)
            await Task.Delay(10);
        // What the library has put there, and nothing more.
        Console.WriteLine(string.Join(' ', headers.Keys.Order()));
        await host.StopAsync();
    }

    /// <summary>One process listens for messages.</summary>
    public static async Task Receive(string database)
    {
        using var wire = new Wire(0);
        using var host = await Start(database, wire);
        Console.WriteLine($"ready {wire.Port}");
        Console.WriteLine(await host.Services.GetRequiredService<Kitchen>().Made.Task);
        await host.StopAsync();
    }

    /// <summary>Another one sends one there.</summary>
    public static async Task Send(string database, int port)
    {
        using var wire = new Wire(port);
        using var host = await Start(database, wire);
        await host.Services.GetRequiredService<ICapPublisher>().PublishAsync("orders.new", "ham");
        await Console.In.ReadToEndAsync();
        await host.StopAsync();
    }

    private static async Task<IHost> Start(string database, ICapOptionsExtension transport)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Kitchen>();
        builder.Services.AddCap(cap =>
        {
            cap.UsePostgreSql(database);
            cap.RegisterExtension(transport);
            cap.FailedRetryCount = 0;
        });
        var host = builder.Build();
        await host.Services.GetRequiredService<IStorageInitializer>().InitializeAsync(default);
        await host.StartAsync();
        while (!host.Services.GetRequiredService<IBootstrapper>().IsStarted)
            await Task.Delay(10);
        return host;
    }

    public sealed class Kitchen : ICapSubscribe
    {
        public TaskCompletionSource<string> Made { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        [CapSubscribe("orders.new")]
        public void Bake(string what)
        {
            if (what == "glue")
                throw new InvalidOperationException("we sell no glue");
            Made.SetResult("one " + what);
        }
    }

    private sealed class Loop : ICapOptionsExtension, ITransport, IConsumerClientFactory
    {
        private readonly Channel<TransportMessage> _messages = Channel.CreateUnbounded<TransportMessage>();

        public BrokerAddress BrokerAddress => new("Loop", "here");

        public void AddServices(IServiceCollection services) =>
            services.AddSingleton(new CapMessageQueueMakerService("Loop")).AddSingleton<ITransport>(this).AddSingleton<IConsumerClientFactory>(this);

        public async Task<OperateResult> SendAsync(TransportMessage message)
        {
            await _messages.Writer.WriteAsync(message);
            return OperateResult.Success;
        }

        public Task<IConsumerClient> CreateAsync(string groupName, byte groupConcurrent) => Task.FromResult<IConsumerClient>(new Consumer(_messages.Reader, groupName));
    }

    private sealed class Consumer(ChannelReader<TransportMessage> messages, string group) : IConsumerClient
    {
        public BrokerAddress BrokerAddress => new("Loop", "here");
        public Func<TransportMessage, object?, Task>? OnMessageCallback { get; set; }
        public Action<LogMessageEventArgs>? OnLogCallback { get; set; }

        public Task SubscribeAsync(IEnumerable<string> topics) => Task.CompletedTask;

        public async Task ListeningAsync(TimeSpan timeout, CancellationToken cancellationToken)
        {
            await foreach (var message in messages.ReadAllAsync(cancellationToken))
                await OnMessageCallback!(new TransportMessage(new Dictionary<string, string?>(message.Headers) { [Headers.Group] = group }, message.Body), null);
        }

        public Task CommitAsync(object? sender) => Task.CompletedTask;

        public Task RejectAsync(object? sender) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
