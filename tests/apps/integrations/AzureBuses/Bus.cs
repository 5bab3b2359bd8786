using Azure.Messaging.ServiceBus;

namespace AzureBuses;

/// <summary>A queue of Service Bus.</summary>
internal static class Bus
{
    private const string Queue = "orders";

    public static async Task Send(string broker)
    {
        await using var client = new ServiceBusClient(broker);
        await using var sender = client.CreateSender(Queue);
        await sender.SendMessageAsync(new ServiceBusMessage("ham") { MessageId = "1" });
        await sender.SendMessagesAsync([new ServiceBusMessage("rye") { MessageId = "2" }, new ServiceBusMessage("glue") { MessageId = "3" }]);
    }

    public static async Task Show(string broker)
    {
        await using var client = new ServiceBusClient(broker);
        await using var receiver = client.CreateReceiver(Queue);
        var message = await receiver.ReceiveMessageAsync();
        foreach (var (name, value) in message.ApplicationProperties.OrderBy(property => property.Key, StringComparer.Ordinal))
            Console.WriteLine($"{name}={value}");
    }

    public static async Task Receive(string broker)
    {
        await using var client = new ServiceBusClient(broker);
        await using (var receiver = client.CreateReceiver(Queue))
        {
            var message = await receiver.ReceiveMessageAsync();
            Console.WriteLine("one " + message.Body);
            await receiver.CompleteMessageAsync(message);
        }

        // A message that is refused comes again.
        var given = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var processor = client.CreateProcessor(Queue);
        processor.ProcessErrorAsync += _ => Task.CompletedTask;
        processor.ProcessMessageAsync += async args =>
        {
            Console.WriteLine($"{args.Message.Body} {args.Message.DeliveryCount}");
            if (args.Message.Body.ToString() != "glue")
                return;
            if (args.Message.DeliveryCount == 1)
                throw new InvalidOperationException("we sell no glue");
            await args.DeadLetterMessageAsync(args.Message, "no such thing");
            given.SetResult();
        };
        await processor.StartProcessingAsync();
        await given.Task;
        await processor.StopProcessingAsync();
    }
}
