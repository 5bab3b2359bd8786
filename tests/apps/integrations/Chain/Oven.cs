using System.Globalization;
using System.Text;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using StackExchange.Redis;

namespace Chain;

/// <summary>Works off the queue, several orders at a time.</summary>
internal static class Oven
{
    public static async Task Run(Uri broker, string database, string cache)
    {
        await using var source = NpgsqlDataSource.Create(database);
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(cache);
        var factory = new ConnectionFactory { Uri = broker, DispatchConsumersAsync = true, ConsumerDispatchConcurrency = 8 };
        using var connection = factory.CreateConnection();
        using var channel = connection.CreateModel();
        channel.QueueDeclare(Kitchen.Queue, durable: false, exclusive: false, autoDelete: false);
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
        channel.BasicConsume(Kitchen.Queue, autoAck: true, consumer);
        var stop = new TaskCompletionSource();
        using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGTERM,
            signal =>
            {
                signal.Cancel = true;
                stop.TrySetResult();
            });
        Console.WriteLine("listening on " + Kitchen.Queue);
        await stop.Task;
    }
}
