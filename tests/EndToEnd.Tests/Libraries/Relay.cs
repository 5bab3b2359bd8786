using DdRun.Testing.Services;

namespace DdRun.EndToEnd.Tests.Libraries;

/// <summary>Two services that send each other messages by libraries which report them as activities, with many requests at once.</summary>
public class Relay
{
    // Each is the child of the one above.
    private static readonly string[] s_expected =
    [
        "till aspnet_core.request GET /orders/{id}",
        "till masstransit.send Relay:Order",
        "till-rabbitmq amqp.command basic.publish Relay:Order -> <all>",
        "bakery-rabbitmq amqp.command basic.deliver Relay:Order -> <all>",
        "bakery masstransit.receive Baker",
        "bakery masstransit.process Relay.Baker",
        "bakery nats.publish baked",
        "till nats.receive baked",
    ];

    [Needs("RabbitMQ", "NATS")]
    public Task Every_request_is_one_whole_trace_over_MassTransit_and_NATS_under_load() => AreWholeTraces(ManyRequests.Many);

    [Needs("RabbitMQ", "NATS")]
    public Task So_it_is_whoever_else_takes_activities() => ManyRequests.BesideOthers(environment => AreWholeTraces(ManyRequests.Some, environment));

    private static async Task AreWholeTraces(int requests, params (string Name, string Value)[] environment)
    {
        using var broker = await RabbitMqServer.Start();
        using var news = await NatsServer.Start();
        await using var rig = await Rig.Start();
        using var bakery = ManyRequests.Start(rig, environment, "Relay", "bakery", broker.ConnectionString, news.Url);
        await ManyRequests.Listening(bakery);
        using var till = ManyRequests.Start(rig, environment, "Relay", "till", broker.ConnectionString, news.Url);
        await ManyRequests.AreWholeTraces(rig, requests, await ManyRequests.Listening(till), s_expected, parts => [0, .. parts[..^1].Select(span => span.SpanId)], till, bakery);
    }
}
