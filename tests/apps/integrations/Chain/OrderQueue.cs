using System.Globalization;
using System.Text;
using System.Threading.Channels;
using RabbitMQ.Client;

namespace Chain;

/// <summary>Puts orders into the broker's queue.</summary>
internal sealed class OrderQueue
{
    public const string Name = "oven";

    private const int ChannelCount = 8;

    private readonly Channel<IModel> _channels = Channel.CreateUnbounded<IModel>();

    // A channel is for one thread at a time. They are opened before there are requests: opening blocks its thread, and the library writes
    // by the thread pool. With all of the pool's threads blocked, a busy machine's pool grows too slowly for the library's patience of 20 s.
    public OrderQueue(IConnection connection)
    {
        for (var i = 0; i < ChannelCount; i++)
            _channels.Writer.TryWrite(connection.CreateModel());
    }

    public async Task Add(int id)
    {
        var channel = await _channels.Reader.ReadAsync();
        try
        {
            channel.BasicPublish("", Name, null, Encoding.UTF8.GetBytes(id.ToString(CultureInfo.InvariantCulture)));
        }
        finally
        {
            _channels.Writer.TryWrite(channel);
        }
    }
}
