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
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Kitchen>();
        builder.Services.AddCap(cap =>
        {
            cap.UsePostgreSql(database);
            cap.RegisterExtension(new Loop());
            cap.FailedRetryCount = 0;
        });
        using var host = builder.Build();
        await host.Services.GetRequiredService<IStorageInitializer>().InitializeAsync(default);
        await host.StartAsync();
        while (!host.Services.GetRequiredService<IBootstrapper>().IsStarted)
            await Task.Delay(10);
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
