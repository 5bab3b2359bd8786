using System.Text;
using NATS.Client.Core;

await using var connection = new NatsConnection(new NatsOpts { Url = args[0] });
await connection.ConnectAsync();

if (args is [_, "send"])
{
    await Kitchen.Order(connection, "ham");
    await connection.PingAsync();
    await Console.In.ReadToEndAsync();
    return;
}

// Published and received.
await using var orders = await connection.SubscribeCoreAsync<string>("orders.*");
await connection.PingAsync();
if (args is [_, "receive"])
    Console.WriteLine("ready");
else
    await Kitchen.Order(connection, "ham");
var message = await orders.Msgs.ReadAsync();
Console.WriteLine(Kitchen.Take(message));
if (args is [_, "receive"])
    return;

// Asked and answered.
await using var questions = await connection.SubscribeCoreAsync<string>("questions");
await connection.PingAsync();
var answering = Task.Run(async () =>
{
    var question = await questions.Msgs.ReadAsync();
    await question.ReplyAsync("rye, " + question.Data);
});
var answer = await connection.RequestAsync<string, string>("questions", "which?");
await answering;
Console.WriteLine(answer.Data);

// Headers of the application's own are sent again and again.
var headers = new NatsHeaders { ["mine"] = "v" };
var own = Encoding.UTF8.GetBytes("x");
for (var i = 0; i < 2; i++)
{
    await connection.PublishAsync("orders.again", own, headers: new NatsHeaders(new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>(headers)));
    message = await orders.Msgs.ReadAsync();
    Console.WriteLine($"{message.Headers?["mine"]}");
}

internal static class Kitchen
{
    public static async Task Order(NatsConnection connection, string what) => await connection.PublishAsync("orders.new", what);

    public static string Take(NatsMsg<string> order) => $"{order.Subject}: {order.Data}";
}
