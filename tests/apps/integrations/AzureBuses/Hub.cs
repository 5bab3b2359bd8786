using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Producer;

namespace AzureBuses;

/// <summary>A hub of events.</summary>
internal static class Hub
{
    public const string Name = "news";

    public static async Task Send(string broker)
    {
        await using var producer = new EventHubProducerClient(broker, Name);
        await producer.SendAsync([new EventData("baked")]);
        await producer.SendAsync([new EventData("sold"), new EventData("eaten")]);
    }

    public static async Task Show(string broker)
    {
        await using var consumer = new EventHubConsumerClient(EventHubConsumerClient.DefaultConsumerGroupName, broker, Name);
        await foreach (var one in consumer.ReadEventsFromPartitionAsync("0", EventPosition.Earliest))
        {
            foreach (var (name, value) in one.Data.Properties.OrderBy(property => property.Key, StringComparer.Ordinal))
                Console.WriteLine($"{name}={value}");
            break;
        }
    }

    public static async Task Read(string broker)
    {
        await using var consumer = new EventHubConsumerClient(EventHubConsumerClient.DefaultConsumerGroupName, broker, Name);
        var count = 0;
        await foreach (var one in consumer.ReadEventsFromPartitionAsync("0", EventPosition.Earliest, new ReadEventOptions { CacheEventCount = 1 }))
        {
            Console.WriteLine("read " + one.Data.EventBody);
            if (++count == 3)
                break;
        }
    }

    public static async Task Process(string broker)
    {
        var reporter = new Reporter(broker, 3);
        await reporter.StartProcessingAsync();
        await reporter.All;
        await reporter.StopProcessingAsync();
    }
}
