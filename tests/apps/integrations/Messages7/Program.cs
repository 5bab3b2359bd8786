using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

await using var connection = await new ConnectionFactory { Uri = new Uri(args[0]) }.CreateConnectionAsync();
if (args is [_, "shared"])
{
    await Shared.Run(connection);
    return;
}
await using var channel = await connection.CreateChannelAsync();
await channel.QueueDeclareAsync("orders", exclusive: false);
if (args is [_, "send"])
{
    await channel.BasicPublishAsync("", "orders", "ham"u8.ToArray());
    Console.WriteLine("ready");
    await Console.In.ReadToEndAsync();
    return;
}
await channel.QueueDeclareAsync("returns");

var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
var consumer = new AsyncEventingBasicConsumer(channel);
consumer.ReceivedAsync += async (_, message) =>
{
    await Returns.Send(channel, message.Body);
    received.TrySetResult(Encoding.UTF8.GetString(message.Body.Span));
};
await channel.BasicConsumeAsync("orders", autoAck: true, consumer);
if (args is not [_, "receive"])
    await channel.BasicPublishAsync("", "orders", "ham"u8.ToArray());
Console.WriteLine(await received.Task);

BasicGetResult? result;
do
    result = await channel.BasicGetAsync("returns", autoAck: true);
while (result is null);
Console.WriteLine(Encoding.UTF8.GetString(result.Body.Span));

internal static class Returns
{
    public static async Task Send(IChannel channel, ReadOnlyMemory<byte> body) => await channel.BasicPublishAsync("", "returns", body);
}
