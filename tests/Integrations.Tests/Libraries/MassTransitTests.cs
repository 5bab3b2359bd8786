using System.Text.RegularExpressions;
using DdRun.Testing;
using DdRun.Testing.Services;

namespace DdRun.Integrations.Tests.Libraries;

public sealed partial class MassTransitTests
{
    private const string Output = "one ham\n";

    [Theory]
    [InlineData("Transit8")]
    [InlineData("Transit84")]
    public async Task Messages_are_sent_received_and_processed_in_one_trace(string app) =>
        await new LibraryApp(app) { Output = Output, Scrub = Scrub }.IsTraced(app, ["MassTransit"]);

    [Fact]
    public async Task What_waits_in_an_outbox_stays_in_its_trace() =>
        await new LibraryApp("Transit8", "outbox") { Output = Output, Scrub = Scrub }.IsTraced("TransitOutbox", ["MassTransit"]);

    // What the broker's own client tells is another layer: the message is received under its delivery.
    [RabbitMqFact]
    public async Task Over_RabbitMQ_each_message_is_a_command_as_well()
    {
        using var server = await RabbitMqServer.Start();
        var app = new LibraryApp("Transit8", server.ConnectionString) { Output = Output };
        foreach (var run in (Func<Task<IReadOnlyList<ReceivedSpan>>>[])[() => app.Run(), () => app.Run(("DD_TRACE_OTEL_ENABLED", "true")), app.RunBesideSdk])
        {
            var spans = (await run()).Where(span => span.Error == 0).ToList();
            var first = spans.Where(span => span.TraceId == spans.MinBy(one => one.Start)!.TraceId).ToDictionary(span => span.SpanId);
            Assert.Equal(
                [
                    "amqp.command basic.deliver < amqp.command",
                    "amqp.command basic.deliver < amqp.command",
                    "amqp.command basic.publish < masstransit.send",
                    "amqp.command basic.publish < masstransit.send",
                    "masstransit.process < masstransit.receive",
                    "masstransit.process < masstransit.receive",
                    "masstransit.receive < amqp.command",
                    "masstransit.receive < amqp.command",
                    "masstransit.send < ",
                    "masstransit.send < masstransit.process",
                ],
                first.Values.Select(span => $"{span.Name}{(span.Meta.GetValueOrDefault("amqp.command") is { } command ? " " + command : "")} < {first.GetValueOrDefault(span.ParentId)?.Name}")
                    .Order(StringComparer.Ordinal));
        }
    }

    private static string Scrub(string text) => Size().Replace(Bus().Replace(Host().Replace(text, "HOST_"), "_bus_RANDOM"), "SIZE");

    // Times are in the message, with as many digits as they need.
    [GeneratedRegex(@"(?<=body\.size=)\d+")]
    private static partial Regex Size();

    [GeneratedRegex("_bus_[a-z0-9]{26}")]
    private static partial Regex Bus();

    [GeneratedRegex(@"(?<=localhost/)\w+?_(?=Transit)")]
    private static partial Regex Host();
}
