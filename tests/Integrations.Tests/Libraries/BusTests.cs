using System.Text.RegularExpressions;
using DdRun.Integrations.Tests.AspNetCore;
using DdRun.Testing;
using DdRun.Testing.Services;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>Libraries that send messages, which take their context along, and leave nothing of it with those who send them.</summary>
public sealed partial class BusTests
{
    // What a library puts into the headers that it is given, and nothing more.
    private const string OutboxOutput = "one ham\ncap-corr-id cap-corr-seq cap-msg-id cap-msg-name cap-msg-type cap-senttime own\n";

    [Fact]
    public async Task Messages_of_MQTT_5_carry_the_trace_and_those_of_3_cannot() =>
        await new LibraryApp("Buses", "mqtt") { Output = "orders/7/new: ham\norders/7/new: ham\norders/8/new: rye\n1\n" }.IsTraced("Mqtt", ["Mqtt"]);

    [Fact]
    public async Task Messages_of_Rebus_carry_the_trace_and_what_handlers_throw_is_seen() =>
        await new LibraryApp("Buses", "rebus") { Output = "one ham\n1\n" }.IsTraced("Rebus", ["Rebus"]);

    [PostgresFact]
    public async Task What_looks_for_messages_of_Rebus_in_a_table_begins_no_traces()
    {
        using var database = await PostgresServer.Start();
        var app = new LibraryApp("Buses", "rebus", database.ConnectionString) { Output = "one ham\n1\n" };
        Assert.DoesNotContain(await app.Run(), Looks);
        Assert.Contains(await app.Run(("DD_TRACE_REBUS_ENABLED", "false")), Looks);

        static bool Looks(ReceivedSpan span) => span is { Name: "postgres.query", ParentId: 0 } && span.Resource.TrimStart().StartsWith("DELETE ", StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Messages_of_CAP_carry_the_trace_through_their_store()
    {
        using var database = await PostgresServer.Start();
        var app = new LibraryApp("Buses", "cap", database.ConnectionString)
        {
            Output = OutboxOutput,
            // It asks its store when it likes.
            Environment = [("DD_TRACE_ADONET_ENABLED", "false")],
            Scrub = text => Number().Replace(text, "ID"),
        };
        await app.IsTraced("Cap", ["Cap"]);
    }

    [PostgresFact]
    public async Task What_looks_into_the_store_of_CAP_again_and_again_begins_no_traces()
    {
        using var database = await PostgresServer.Start();
        var app = new LibraryApp("Buses", "cap", database.ConnectionString) { Output = OutboxOutput };
        var spans = await app.Run();
        var publishing = spans.Where(span => span.Name == "cap.publish").Select(span => span.SpanId).ToList();
        Assert.Equal(publishing, spans.Where(span => span.Resource.StartsWith("INSERT INTO \"cap\".\"published\"", StringComparison.Ordinal)).Select(span => span.ParentId));
        Assert.DoesNotContain(spans, span => span.Resource.StartsWith("DELETE", StringComparison.Ordinal) || span.Resource.StartsWith("SELECT \"Id\",\"Content\"", StringComparison.Ordinal));
        // Nor does what it is told there of each message. The program itself makes the tables and looks for failures.
        Assert.Equal(["CREATE SCHEMA", "SELECT COUNT(\"Id\")"], Begin(spans));
        Assert.Contains(Begin(await app.Run(("DD_TRACE_CAP_ENABLED", "false"))), query => query.StartsWith("UPDATE ", StringComparison.Ordinal));

        static IEnumerable<string> Begin(IEnumerable<ReceivedSpan> all) => all.Where(span => span is { Name: "postgres.query", ParentId: 0 })
            .Select(span => string.Join(' ', span.Resource.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries)[..2])).Distinct().Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("Post")]
    [InlineData("PostOld")]
    public async Task Messages_of_Wolverine_carry_the_trace_over_the_network_and_through_local_queues(string app) =>
        await new LibraryApp(app) { Output = "one ham\n", Scrub = text => Port().Replace(text, ":PORT/") }.IsTraced(app, ["Wolverine"]);

    // What the broker's own client tells is another layer, which the message passes on its way.
    [RabbitMqFact]
    public async Task Messages_of_Wolverine_carry_the_trace_over_RabbitMQ()
    {
        using var server = await RabbitMqServer.Start();
        var app = new LibraryApp("PostBroker", server.ConnectionString) { Output = "one ham\n", Environment = [("DD_TRACE_METHODS", "Broker[Send]")] };
        foreach (var run in (Func<Task<IReadOnlyList<ReceivedSpan>>>[])[() => app.Run(), () => app.Run(("DD_TRACE_OTEL_ENABLED", "true")), app.RunBesideSdk])
        {
            var spans = (await run()).ToDictionary(span => span.SpanId);
            Assert.Equal(
                [
                    "amqp.command basic.deliver < amqp.command",
                    "amqp.command basic.deliver < amqp.command",
                    "amqp.command basic.publish < wolverine.send",
                    "amqp.command basic.publish < wolverine.send",
                    "trace.annotation < ",
                    "wolverine.process < wolverine.receive",
                    "wolverine.process < wolverine.receive",
                    "wolverine.receive < amqp.command",
                    "wolverine.receive < amqp.command",
                    "wolverine.send < trace.annotation",
                    "wolverine.send < trace.annotation",
                ],
                spans.Values.Select(span => $"{span.Name}{(span.Meta.GetValueOrDefault("amqp.command") is { } command ? " " + command : "")} < {spans.GetValueOrDefault(span.ParentId)?.Name}")
                    .Order(StringComparer.Ordinal));
        }
    }

    [PostgresFact]
    public async Task What_Wolverine_asks_its_store_for_begins_no_traces()
    {
        using var database = await PostgresServer.Start();
        var app = new LibraryApp("Post", "store", database.ConnectionString) { Output = "one ham\n" };
        // The program itself makes the tables.
        await app.Run();
        var asked = Again(await app.Run());
        Assert.True(asked.Count == 0, string.Join("\n", asked));
        Assert.NotEmpty(Again(await app.Run(("DD_TRACE_WOLVERINE_ENABLED", "false"))));

        static List<string> Again(IEnumerable<ReceivedSpan> all) => [.. all.Where(span => span is { Name: "postgres.query", ParentId: 0 })
            .GroupBy(span => span.Resource).Where(alike => alike.Count() >= 10).Select(alike => $"{alike.Count()} x {alike.Key}")];
    }

    [Theory]
    [InlineData("Grains")]
    [InlineData("GrainsOld")]
    public async Task Calls_of_Orleans_are_one_trace_with_those_that_they_make(string app) =>
        await new LibraryApp(app) { Output = "one ham\nwe bake no glue\n", OnDemand = "Microsoft.Orleans." }.IsTraced(app, ["Orleans"]);

    [GeneratedRegex(@":\d+/")]
    private static partial Regex Port();

    [GeneratedRegex(@"(?<=messaging\.message\.id=)\d+")]
    private static partial Regex Number();
}
