using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using RabbitMQ.Client;

namespace Chain;

/// <summary>Puts orders into the oven's queue.</summary>
internal static class Kitchen
{
    public const string Queue = "oven";

    public static async Task Run(Uri broker)
    {
        using var connection = new ConnectionFactory { Uri = broker }.CreateConnection();
        // A channel is for one thread at a time.
        var channels = new ConcurrentBag<IModel>();
        await Service.Run(app => app.MapGet("/sandwiches/{id:int}", (int id) =>
        {
            if (!channels.TryTake(out var channel))
                channel = connection.CreateModel();
            channel.BasicPublish("", Queue, null, Encoding.UTF8.GetBytes(id.ToString(CultureInfo.InvariantCulture)));
            channels.Add(channel);
            return "soon";
        }));
    }
}
