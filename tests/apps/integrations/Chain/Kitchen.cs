using System.Globalization;
using System.Text;
using System.Threading.Channels;
using RabbitMQ.Client;

namespace Chain;

/// <summary>Puts orders into the oven's queue.</summary>
internal static class Kitchen
{
    public const string Queue = "oven";

    private const int ChannelCount = 8;

    public static async Task Run(Uri broker)
    {
        using var connection = new ConnectionFactory { Uri = broker }.CreateConnection();
        // A channel is for one thread at a time. They are opened before there are requests: opening blocks its thread, and the library writes
        // by the thread pool. With all of the pool's threads blocked, a busy machine's pool grows too slowly for the library's patience of 20 s.
        var channels = Channel.CreateUnbounded<IModel>();
        for (var i = 0; i < ChannelCount; i++)
            channels.Writer.TryWrite(connection.CreateModel());
        await Service.Run(app => app.MapGet("/sandwiches/{id:int}", async (int id) =>
        {
            var channel = await channels.Reader.ReadAsync();
            try
            {
                channel.BasicPublish("", Queue, null, Encoding.UTF8.GetBytes(id.ToString(CultureInfo.InvariantCulture)));
            }
            finally
            {
                channels.Writer.TryWrite(channel);
            }
            return "soon";
        }));
    }
}
