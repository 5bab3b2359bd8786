using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

using var connection = new ConnectionFactory { Uri = new Uri(args[0]) }.CreateConnection();
using var channel = connection.CreateModel();
channel.QueueDeclare("orders", exclusive: false);
if (args is [_, "send"])
{
    channel.BasicPublish("", "orders", null, "ham"u8.ToArray());
    Console.WriteLine("ready");
    Console.In.ReadToEnd();
    return;
}
channel.QueueDeclare("notes");

var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
var consumer = new EventingBasicConsumer(channel);
consumer.Received += (_, message) =>
{
    channel.BasicPublish("", "notes", null, "for ham"u8.ToArray());
    received.TrySetResult(Encoding.UTF8.GetString(message.Body.Span));
};
channel.BasicConsume("orders", autoAck: true, consumer);
var order = channel.CreateBasicProperties();
order.Headers = new Dictionary<string, object> { ["baggage"] = "customer=7" };
if (args is [_, "receive"])
{
    Console.WriteLine(await received.Task);
    return;
}
channel.BasicPublish("", "orders", order, "ham"u8.ToArray());
Console.WriteLine(await received.Task);

channel.BasicPublish("", "notes", null, "for nobody"u8.ToArray());
Get("notes");
Console.WriteLine($"{Get("notes").BasicProperties.Headers?.ContainsKey("baggage") ?? false}, {string.Join(' ', order.Headers.Keys)}");
var blank = channel.CreateBasicProperties();
channel.BasicPublish("", "notes", blank, "for all"u8.ToArray());
Console.WriteLine($"{Get("notes").BasicProperties.IsHeadersPresent()}, {blank.IsHeadersPresent()}, {blank.Headers is null}");

channel.QueueDeclare("returns");
var properties = channel.CreateBasicProperties();
properties.DeliveryMode = 2;
properties.Headers = new Dictionary<string, object> { ["kept"] = "yes" };
channel.BasicPublish("", "returns", properties, "cheese"u8.ToArray());
var result = Get("returns");
Console.WriteLine(Encoding.UTF8.GetString(result.Body.Span));
Console.WriteLine(Encoding.UTF8.GetString((byte[])result.BasicProperties.Headers["kept"]));

BasicGetResult Get(string queue)
{
    while (true)
    {
        if (channel.BasicGet(queue, autoAck: true) is { } got)
            return got;
    }
}
