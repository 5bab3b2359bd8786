using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Azure.Messaging.ServiceBus;

namespace AzureBuses;

/// <summary>What is sent where nobody listens.</summary>
internal static class Absent
{
    private const string Broker = "Endpoint=sb://127.0.0.1:9;SharedAccessKeyName=key;SharedAccessKey=c2VjcmV0;UseDevelopmentEmulator=true";

    public static async Task Run(bool show)
    {
        await using var client = new ServiceBusClient(Broker, new ServiceBusClientOptions { RetryOptions = new() { MaxRetries = 0, TryTimeout = TimeSpan.FromSeconds(30) } });
        await using var sender = client.CreateSender("orders");
        var message = new ServiceBusMessage("ham");
        try
        {
            await sender.SendMessageAsync(message);
        }
        catch (ServiceBusException e)
        {
            Console.WriteLine(show ? message.ApplicationProperties.ContainsKey("traceparent") && message.ApplicationProperties.Keys.All(name => !name.StartsWith("x-datadog", StringComparison.Ordinal)) : e.Reason);
        }

        await using var producer = new EventHubProducerClient(Broker, "news", new EventHubProducerClientOptions { RetryOptions = new() { MaximumRetries = 0, TryTimeout = TimeSpan.FromSeconds(30) } });
        var news = new EventData("baked");
        try
        {
            await producer.SendAsync([news]);
        }
        catch (Exception e) when (e is EventHubsException or System.Net.Sockets.SocketException)
        {
            Console.WriteLine(show ? news.Properties.ContainsKey("traceparent") && message.ApplicationProperties.Keys.All(name => !name.StartsWith("x-datadog", StringComparison.Ordinal)) : e.GetType().Name);
        }
    }
}
