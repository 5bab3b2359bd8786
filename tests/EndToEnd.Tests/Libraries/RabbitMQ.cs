using DdRun.Testing.Services;

namespace DdRun.EndToEnd.Tests.Libraries;

public class RabbitMQ
{
    [Needs("RabbitMQ")]
    public async Task A_message_carries_the_trace_from_publisher_to_consumer()
    {
        using var server = await RabbitMqServer.Start();
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Dotnet("Messages", [], server.ConnectionString));
        Assert.Equal((0, "ham\ncheese\nyes\n"), (result.ExitCode, result.Output));

        var spans = rig.Agent.Spans.Items;
        Assert.All(spans, span => Assert.Equal(("amqp.command", "queue", "RabbitMQ"), (span.Name, span.Type, span.Meta["component"])));
        var published = spans.Where(span => span.Meta["amqp.command"] == "basic.publish").OrderBy(span => span.Start).ToList();
        Assert.Equal(["basic.publish <default> -> orders", "basic.publish <default> -> returns"], published.Select(span => span.Resource));
        Assert.All(published, span => Assert.Equal("producer", span.Meta["span.kind"]));
        Assert.Equal("2", published[1].Meta["amqp.delivery_mode"]);

        var delivered = Assert.Single(spans, span => span.Meta["amqp.command"] == "basic.deliver");
        Assert.Equal("consumer", delivered.Meta["span.kind"]);
        Assert.Equal((published[0].TraceId, published[0].SpanId), (delivered.TraceId, delivered.ParentId));

        Assert.Contains(spans, span => span.Meta["amqp.command"] == "basic.get" && span.Meta["amqp.queue"] == "returns");
    }
}
