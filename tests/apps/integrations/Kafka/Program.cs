using Confluent.Kafka;

if (args is ["receive", var brokers])
{
    Receive(brokers);
    return;
}

// The brokers are in this process: the library's own for tests.
var config = new ProducerConfig { BootstrapServers = "orders.example:9092" };
config.Set("test.mock.num.brokers", "1");
using var producer = new ProducerBuilder<string, string>(config).SetLogHandler((_, _) => { }).Build();
var orders = new TopicPartition("orders", 0);
if (args is ["send"])
{
    await producer.ProduceAsync(orders, new Message<string, string> { Value = "ham" });
    Console.WriteLine("ready " + Servers());
    Console.In.ReadToEnd();
    return;
}

var ham = new Message<string, string> { Key = "1", Value = "ham" };
var sending = producer.ProduceAsync(orders, ham);
Console.WriteLine(ham.Headers is null);
var delivered = await sending;
Console.WriteLine($"{delivered.Topic} {delivered.Offset}");

var reported = new TaskCompletionSource<DeliveryReport<string, string>>(TaskCreationOptions.RunContinuationsAsynchronously);
producer.Produce(orders, new Message<string, string> { Key = "2", Value = null! }, reported.SetResult);
Console.WriteLine((await reported.Task).Error.IsError);

var cheese = new Message<Null, string> { Value = "cheese", Headers = new Headers { { "kept", "yes"u8.ToArray() }, { "x-datadog-origin", "elsewhere"u8.ToArray() } } };
using (var other = new DependentProducerBuilder<Null, string>(producer.Handle).Build())
    other.Produce(orders, cheese);
Console.WriteLine(string.Join(' ', cheese.Headers.Select(header => header.Key)));
Console.WriteLine(producer.Flush(TimeSpan.FromSeconds(30)));

try
{
    producer.Produce(orders, new Message<string, string> { Key = "3", Value = new string('x', 2_000_000) }, _ => { });
}
catch (ProduceException<string, string> e)
{
    Console.WriteLine(e.Error.Code);
}

if (args is ["consume"])
    Consume();
if (args is ["shared"])
    Shared();

string Servers()
{
    using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
    return string.Join(',', admin.GetMetadata(TimeSpan.FromSeconds(30)).Brokers.Select(broker => $"{broker.Host}:{broker.Port}"));
}

static void Receive(string servers)
{
    using var consumer = new ConsumerBuilder<string, string>(new ConsumerConfig { BootstrapServers = servers, GroupId = "ovens", AutoOffsetReset = AutoOffsetReset.Earliest }).Build();
    consumer.Subscribe("orders");
    Console.WriteLine(consumer.Consume(CancellationToken.None).Message.Value);
    consumer.Close();
}

// One message, sent by several threads at once, with headers and without.
void Shared()
{
    var own = new Headers { { "kept", "yes"u8.ToArray() } };
    var rich = new Message<string, string> { Value = "rich", Headers = own };
    var bare = new Message<string, string> { Value = "bare" };
    var wrong = 0;
    Task.WaitAll([.. Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
    {
        for (var i = 0; i < 100; i++)
        {
            producer.Produce("shared", rich);
            await producer.ProduceAsync("shared", bare);
            if (rich.Headers != own || own.Count != 1 || bare.Headers is not null)
                Interlocked.Increment(ref wrong);
        }
    }))]);
    producer.Flush(TimeSpan.FromSeconds(30));
    using var consumer = new ConsumerBuilder<string, string>(new ConsumerConfig { BootstrapServers = Servers(), GroupId = "all", AutoOffsetReset = AutoOffsetReset.Earliest }).Build();
    consumer.Subscribe("shared");
    var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
    for (var left = 1600; left > 0; left--)
    {
        var message = consumer.Consume(CancellationToken.None).Message;
        var twice = message.Headers.GroupBy(header => header.Key).Any(headers => headers.Count() > 1);
        var line = $"{message.Value} {message.Headers.TryGetLastBytes("kept", out _)} {twice}";
        seen[line] = seen.GetValueOrDefault(line) + 1;
    }
    consumer.Close();
    foreach (var (line, count) in seen)
        Console.WriteLine($"{count} x {line}");
    Console.WriteLine($"{wrong} wrong");
}

void Consume()
{
    var settings = new ConsumerConfig { BootstrapServers = Servers(), GroupId = "ovens", AutoOffsetReset = AutoOffsetReset.Earliest };
    using var consumer = new ConsumerBuilder<string, string>(settings).Build();
    consumer.Subscribe("orders");
    var served = new Message<string, string> { Value = "bread" };
    for (var left = 3; left > 0; left--)
    {
        var result = consumer.Consume(CancellationToken.None);
        Console.WriteLine($"{result.Message.Value} {result.Message.Headers.TryGetLastBytes("kept", out _)}");
        producer.Produce("served", served);
    }
    consumer.Close();
    producer.Produce("closed", served);
    producer.Flush(TimeSpan.FromSeconds(30));
}
