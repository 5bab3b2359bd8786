using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using StackExchange.Redis;

namespace Chain;

/// <summary>Queues orders, and works off the queue, several at a time.</summary>
internal static class Oven
{
    public static async Task Run(Uri broker, string database, string cache)
    {
        await using var source = NpgsqlDataSource.Create(database);
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(cache);
        var factory = new ConnectionFactory { Uri = broker, DispatchConsumersAsync = true, ConsumerDispatchConcurrency = 8 };
        using var connection = factory.CreateConnection();
        using var channel = connection.CreateModel();
        channel.QueueDeclare(OrderQueue.Name, durable: false, exclusive: false, autoDelete: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.Received += async (_, message) =>
        {
            var id = int.Parse(Encoding.UTF8.GetString(message.Body.Span), CultureInfo.InvariantCulture);
            await using (var command = source.CreateCommand("SELECT $1"))
            {
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = id });
                await command.ExecuteScalarAsync();
            }
            await multiplexer.GetDatabase().StringIncrementAsync("sandwiches");
        };
        channel.BasicConsume(OrderQueue.Name, autoAck: true, consumer);
        using var orders = factory.CreateConnection();
        await Service.Run(
            app => app.MapGrpcService<BakerService>(),
            services => services.AddSingleton(new OrderQueue(orders)).AddGrpc(),
            HttpProtocols.Http2);
    }
}
