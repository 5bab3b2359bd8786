using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.SerDes;

// The brokers are in this process: the library's own for tests.
var settings = new ProducerConfig { BootstrapServers = "orders.example:9092" };
settings.Set("test.mock.num.brokers", "1");
using var producer = new ProducerBuilder<string, string>(settings).SetLogHandler((_, _) => { }).Build();
using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
var servers = string.Join(',', admin.GetMetadata(TimeSpan.FromSeconds(30)).Brokers.Select(broker => $"{broker.Host}:{broker.Port}"));
await producer.ProduceAsync(new TopicPartition("orders", 0), new Message<string, string> { Key = "1", Value = "ham" });
admin.GetMetadata("served", TimeSpan.FromSeconds(30));

var builder = new StreamBuilder();
builder.Stream<string, string>("orders").MapValues((value, _) => "one " + value).To("served");
var stream = new KafkaStream(builder.Build(), new StreamConfig<StringSerDes, StringSerDes>
{
    ApplicationId = "ovens",
    BootstrapServers = servers,
    AutoOffsetReset = AutoOffsetReset.Earliest,
    Logger = NullLoggerFactory.Instance,
    PollMs = 10,
});
await stream.StartAsync();

using var consumer = new ConsumerBuilder<string, string>(new ConsumerConfig { BootstrapServers = servers, GroupId = "tables", AutoOffsetReset = AutoOffsetReset.Earliest }).SetLogHandler((_, _) => { }).Build();
consumer.Subscribe("served");
Console.WriteLine(consumer.Consume(CancellationToken.None).Message.Value);
consumer.Close();
stream.Dispose();
