namespace DdRun.EndToEnd.Tests.Libraries;

public class Kafka
{
    private const string Sent = "True\norders 0\nFalse\nkept x-datadog-origin\n0\nMsgSizeTooLarge\n";
    private const string Received = "ham False\n False\ncheese True\n";

    [Fact]
    public Task A_message_carries_the_trace_and_is_worked_at_until_the_next() => AssertConsumed("Kafka");

    [Needs("librdkafka")]
    public Task A_message_of_version_1_carries_the_trace_and_is_worked_at_until_the_next() => AssertConsumed("Kafka1");

    [Fact]
    public Task Spans_of_sent_messages_end_with_their_delivery() => AssertProduced("Kafka");

    [Needs("librdkafka")]
    public Task Spans_of_messages_that_version_1_sent_end_with_their_delivery() => AssertProduced("Kafka1");

    [Fact]
    public Task A_message_that_threads_share_stays_as_it_is() => AssertShared("Kafka");

    [Needs("librdkafka")]
    public Task A_message_of_version_1_that_threads_share_stays_as_it_is() => AssertShared("Kafka1");

    [Fact]
    public async Task Switched_off_there_is_nothing() =>
        Assert.Empty(await Run("Kafka", Sent + Received, "consume", ("DD_TRACE_KAFKA_ENABLED", "false")));

    private static async Task AssertConsumed(string app)
    {
        var spans = await Run(app, Sent + Received, "consume", ("DD_TRACE_OTEL_ENABLED", "true"));
        var produced = spans.Where(span => span.Resource == "Produce Topic orders").ToList();
        var consumed = spans.Where(span => span.Name == "kafka.consume").ToList();
        Assert.Equal(3, consumed.Count);
        Assert.All(consumed, span =>
        {
            Assert.Equal(("queue", "Consume Topic orders", "e2e-kafka", "consumer"), (span.Type, span.Resource, span.Service, span.Meta["span.kind"]));
            Assert.Equal(("kafka", "orders", "ovens"), (span.Meta["component"], span.Meta["messaging.destination.name"], span.Meta["kafka.group"]));
            Assert.StartsWith("127.0.0.1:", span.Meta["messaging.kafka.bootstrap.servers"], StringComparison.Ordinal);
            Assert.True(span.Metrics["message.queue_time_ms"] >= 0);
            var parent = Assert.Single(produced, other => other.SpanId == span.ParentId);
            Assert.Equal(parent.TraceId, span.TraceId);
            Assert.DoesNotContain("_dd.origin", span.Meta);
            Assert.Equal(parent.Meta.GetValueOrDefault("kafka.tombstone"), span.Meta.GetValueOrDefault("kafka.tombstone"));
        });
        // What is done with a message belongs to it; what is done after the consumer was closed does not.
        Assert.Equal(consumed.Select(span => span.SpanId).Order(), spans.Where(span => span.Resource == "Produce Topic served").Select(span => span.ParentId).Order());
        Assert.Equal(0ul, Assert.Single(spans, span => span.Resource == "Produce Topic closed").ParentId);
    }

    private static async Task AssertShared(string app)
    {
        var spans = await Run(app, Sent + "800 x bare False False\n800 x rich True False\n0 wrong\n", "shared");
        var produced = spans.Where(span => span.Resource == "Produce Topic shared").Select(span => span.SpanId).Order();
        Assert.Equal(produced, spans.Where(span => span.Name == "kafka.consume").Select(span => span.ParentId).Order());
    }

    private static async Task AssertProduced(string app)
    {
        var spans = await Run(app, Sent, "produce");
        Assert.Equal(4, spans.Count);
        Assert.All(spans, span =>
        {
            Assert.Equal(("kafka.produce", "queue", "Produce Topic orders", "e2e-kafka"), (span.Name, span.Type, span.Resource, span.Service));
            Assert.Equal(("kafka", "producer", "orders"), (span.Meta["component"], span.Meta["span.kind"], span.Meta["messaging.destination.name"]));
            Assert.Equal("orders.example:9092", span.Meta["messaging.kafka.bootstrap.servers"]);
            Assert.Equal((1, 0ul), (span.Metrics["_dd.measured"], span.ParentId));
        });
        // The task's and the handler's; the third message has nobody to tell, and the last is refused.
        Assert.Equal(["0", "1", null, null], spans.Select(span => span.Meta.GetValueOrDefault("kafka.offset")));
        Assert.All(spans, span => Assert.Equal("[0]", span.Meta["kafka.partition"]));
        Assert.Equal([null, "true", null, null], spans.Select(span => span.Meta.GetValueOrDefault("kafka.tombstone")));
        Assert.Equal([0, 0, 0, 1], spans.Select(span => span.Error));
        Assert.Equal("Confluent.Kafka.ProduceException`2[System.String,System.String]", spans[3].Meta["error.type"]);
    }

    private static async Task<List<ReceivedSpan>> Run(string app, string output, string argument, params (string Name, string Value)[] environment)
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Dotnet(app, [], argument).With(environment));
        Assert.Equal((0, output), (result.ExitCode, result.Output));
        return [.. rig.Agent.Spans.Items.OrderBy(span => span.Start)];
    }
}
