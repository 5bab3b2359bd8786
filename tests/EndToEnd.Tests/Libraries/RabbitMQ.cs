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
        // What a message carries is gone with it, from the application's own headers and from those that messages without properties share.
        Assert.Equal((0, "ham\nFalse, baggage\nTrue, False, True\ncheese\nyes\n"), (result.ExitCode, result.Output));

        var spans = rig.Agent.Spans.Items;
        Assert.All(spans, span => Assert.Equal(("amqp.command", "queue", "RabbitMQ"), (span.Name, span.Type, span.Meta["component"])));
        var published = spans.Where(span => span.Meta["amqp.command"] == "basic.publish").OrderBy(span => span.Start).ToList();
        Assert.Equal(["orders", "notes", "notes", "notes", "returns"], published.Select(span => span.Meta["amqp.routing_key"]));
        Assert.All(published, span => Assert.Equal("basic.publish <default> -> " + span.Meta["amqp.routing_key"], span.Resource));
        Assert.All(published, span => Assert.Equal("producer", span.Meta["span.kind"]));
        Assert.Equal("2", published[4].Meta["amqp.delivery_mode"]);

        var delivered = Assert.Single(spans, span => span.Meta["amqp.command"] == "basic.deliver");
        Assert.Equal("consumer", delivered.Meta["span.kind"]);
        Assert.Equal((published[0].TraceId, published[0].SpanId), (delivered.TraceId, delivered.ParentId));
        Assert.Equal((delivered.TraceId, delivered.SpanId), (published[1].TraceId, published[1].ParentId));

        foreach (var message in published.Skip(1))
        {
            Assert.Contains(spans, span => span.Meta["amqp.command"] == "basic.get" && span.Meta["amqp.queue"] == message.Meta["amqp.routing_key"] &&
                span.Links.Contains((message.TraceId, message.SpanId)));
        }
    }

    [Needs("RabbitMQ")]
    public async Task Version_7_carries_the_trace_through_its_own_activities()
    {
        using var server = await RabbitMqServer.Start();
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Dotnet("Messages7", ["""{ "method": "Returns.Send", "name": "send" }"""], server.ConnectionString));
        Assert.Equal((0, "ham\nham\n"), (result.ExitCode, result.Output));

        var sent = Assert.Single(rig.Agent.Spans.Items, span => span.Name == "send");
        var spans = rig.Agent.Spans.Items.Where(span => span != sent).OrderBy(span => span.Start).ToList();
        Assert.All(spans, span => Assert.Equal(("amqp.command", "queue", "e2e-rabbitmq", "RabbitMQ"), (span.Name, span.Type, span.Service, span.Meta["component"])));
        var ordered = Assert.Single(spans, span => span.Resource == "basic.publish <default> -> orders");
        var delivered = Assert.Single(spans, span => span.Resource == "basic.deliver <default> -> orders");
        var returned = Assert.Single(spans, span => span.Resource == "basic.publish <default> -> returns");
        Assert.Equal([0, ordered.SpanId, delivered.SpanId, sent.SpanId], new[] { ordered, delivered, sent, returned }.Select(span => span.ParentId));
        Assert.Equal("e2e", sent.Service);
        Assert.Equal(["producer", "consumer", "producer"], new[] { ordered, delivered, returned }.Select(span => span.Meta["span.kind"]));
        Assert.All([delivered, returned], span => Assert.Equal(ordered.TraceId, span.TraceId));
        Assert.Contains(spans, span => span.Meta["amqp.command"] == "basic.get" && span.Meta["amqp.routing_key"] == "returns" && span.Links.Contains((returned.TraceId, returned.SpanId)));
    }

    [Needs("RabbitMQ")]
    public async Task Version_7_reads_the_context_in_the_form_that_the_settings_name()
    {
        using var server = await RabbitMqServer.Start();
        foreach (var (style, connects) in (ValueTuple<string, bool>[])[("datadog", true), ("b3", true), ("b3multi", true), ("tracecontext", true), ("none", false)])
        {
            await using var rig = await Rig.Start();
            var target = rig.Dotnet("Messages7", [], server.ConnectionString);
            var result = await TargetProcess.Run(target with { Environment = new Dictionary<string, string>(target.Environment) { ["DD_TRACE_PROPAGATION_STYLE"] = style } });
            Assert.Equal((0, "ham\nham\n"), (result.ExitCode, result.Output));

            var spans = rig.Agent.Spans.Items;
            var ordered = Assert.Single(spans, span => span.Resource == "basic.publish <default> -> orders");
            var delivered = Assert.Single(spans, span => span.Resource == "basic.deliver <default> -> orders");
            var returned = Assert.Single(spans, span => span.Resource == "basic.publish <default> -> returns");
            Assert.Equal((style, connects ? ordered.SpanId : 0), (style, delivered.ParentId));
            Assert.Equal((style, connects), (style, delivered.TraceId == ordered.TraceId));
            Assert.Equal((style, connects ? 1 : 0), (style, spans.Where(span => span.Meta["amqp.command"] == "basic.get").SelectMany(span => span.Links).Count(link => link == (returned.TraceId, returned.SpanId))));
        }
    }

    [Needs("RabbitMQ")]
    public async Task Properties_that_channels_share_stay_as_they_are()
    {
        await using var rig = await Rig.Start();
        var (plain, traced) = (await Run(target => target.Plain), await Run(target => target));
        Assert.Equal((0, plain.Output), (traced.ExitCode, traced.Output));
        var published = rig.Agent.Spans.Items.Where(span => span.Meta["amqp.command"] == "basic.publish").ToList();
        Assert.Equal(2 * 8 * 1000 + 2, published.Count);
        // Each message has one span's context and no other's.
        var received = rig.Agent.Spans.Items.Where(span => span.Meta["amqp.command"] == "basic.get").SelectMany(span => span.Links).ToList();
        Assert.Equal(published.Select(span => span.SpanId).Order(), received.Select(link => link.SpanId).Order());

        async Task<TargetResult> Run(Func<Target, Target> how)
        {
            using var server = await RabbitMqServer.Start();
            return await TargetProcess.Run(how(rig.Dotnet("Messages7", [], server.ConnectionString, "shared")));
        }
    }

    [Needs("RabbitMQ")]
    public async Task Switched_off_there_is_nothing()
    {
        using var server = await RabbitMqServer.Start();
        await using var rig = await Rig.Start();
        foreach (var app in (string[])["Messages", "Messages7"])
        {
            var target = rig.Dotnet(app, [], server.ConnectionString);
            var result = await TargetProcess.Run(target with { Environment = new Dictionary<string, string>(target.Environment) { ["DD_TRACE_RABBITMQ_ENABLED"] = "false" } });
            Assert.Equal(0, result.ExitCode);
        }
        Assert.Empty(rig.Agent.Spans.Items);
    }
}
