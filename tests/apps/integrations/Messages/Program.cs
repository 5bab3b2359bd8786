using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

using var connection = new ConnectionFactory { Uri = new Uri(args[0]) }.CreateConnection();
using var channel = connection.CreateModel();
channel.QueueDeclare("orders");

var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
var consumer = new EventingBasicConsumer(channel);
consumer.Received += (_, message) => received.TrySetResult(Encoding.UTF8.GetString(message.Body.Span));
channel.BasicConsume("orders", autoAck: true, consumer);
channel.BasicPublish("", "orders", null, "ham"u8.ToArray());
Console.WriteLine(await received.Task);

channel.QueueDeclare("returns");
var properties = channel.CreateBasicProperties();
properties.DeliveryMode = 2;
properties.Headers = new Dictionary<string, object> { ["kept"] = "yes" };
channel.BasicPublish("", "returns", properties, "cheese"u8.ToArray());
BasicGetResult? result;
do
    result = channel.BasicGet("returns", autoAck: true);
while (result is null);
Console.WriteLine(Encoding.UTF8.GetString(result.Body.Span));
Console.WriteLine(Encoding.UTF8.GetString((byte[])result.BasicProperties.Headers["kept"]));
