using System.Text;
using RabbitMQ.Client;

/// <summary>One object of properties for many messages, on several channels at once, looked at meanwhile and afterwards.</summary>
internal static class Shared
{
    private const int Channels = 8;
    private const int Messages = 1000;

    public static async Task Run(IConnection connection)
    {
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("shared");
        var own = new Dictionary<string, object?> { ["mine"] = "v", ["traceparent"] = "00-11111111111111111111111111111111-2222222222222222-01" };
        var properties = new BasicProperties { ContentType = "text/plain", Persistent = true, MessageId = "7", CorrelationId = "c", Priority = 3, Headers = own };
        var bare = new BasicProperties { Type = "bare" };
        var wrong = 0;
        await Task.WhenAll(Enumerable.Range(0, Channels).Select(_ => Task.Run(async () =>
        {
            await using var mine = await connection.CreateChannelAsync();
            for (var i = 0; i < Messages; i++)
            {
                await mine.BasicPublishAsync("", "shared", false, properties, "ham"u8.ToArray());
                await mine.BasicPublishAsync("", "shared", false, bare, "rye"u8.ToArray());
                if (properties.Headers != own || own.Count != 2 || bare.Headers is not null)
                    Interlocked.Increment(ref wrong);
            }
        })));
        // Handing on what was received, and with the broker's confirmation.
        await using var confirming = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var received = await Get(channel);
        await confirming.BasicPublishAsync("", "shared", false, new BasicProperties(received.BasicProperties), received.Body);
        await confirming.BasicPublishAsync("", "shared", "plain"u8.ToArray());
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var left = 2 * Channels * Messages + 1; left > 0; left--)
        {
            var message = await Get(channel);
            var p = message.BasicProperties;
            // The context differs from message to message, and without a tracer there is none.
            var headers = (p.Headers ?? new Dictionary<string, object?>()).Keys.Where(key => key is "mine" or "x-dotnet-pub-seq-no").Order(StringComparer.Ordinal);
            var line = $"{Encoding.UTF8.GetString(message.Body.Span)} {p.ContentType} {p.Persistent} {p.MessageId} {p.CorrelationId} {p.Priority} {string.Join('+', headers)}";
            seen[line] = seen.GetValueOrDefault(line) + 1;
        }
        foreach (var (line, count) in seen)
            Console.WriteLine($"{count} x {line}");
        Console.WriteLine($"{wrong} wrong, {string.Join(' ', own.Keys)}, {own["traceparent"]}, {bare.Headers is null}");
    }

    private static async Task<BasicGetResult> Get(IChannel channel)
    {
        while (true)
        {
            if (await channel.BasicGetAsync("shared", autoAck: true) is { } message)
                return message;
        }
    }
}
