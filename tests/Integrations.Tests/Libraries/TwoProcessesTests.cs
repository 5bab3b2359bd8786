using DdRun.Integrations.Tests.AspNetCore;
using DdRun.Testing;
using DdRun.Testing.Services;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>One process sends, another one receives, and it is one trace.</summary>
public sealed class TwoProcessesTests
{
    private const string Sender = "sender", Receiver = "receiver";

    // Plans are made once for all runs.
    private static readonly TemporaryFolder s_cache = new();

    // The one that listens is started first, and says where.
    [Theory]
    [InlineData("Buses", "mqtt receive", "mqtt send", "orders/7/new: ham", "mqtt.process", "mqtt.publish")]
    [InlineData("Post", "receive", "send", "one ham", "wolverine.receive", "wolverine.send")]
    public async Task Over_a_connection(string app, string receive, string send, string output, string received, string sent) =>
        await IsOneTrace(app, Words(receive), Words(send), isSenderFirst: false, output, received, sent);

    // The brokers are in the process that sends.
    [Fact]
    public async Task Over_Kafka() => await IsOneTrace("Kafka", ["receive"], ["send"], isSenderFirst: true, "ham", "kafka.consume", "kafka.produce");

    [Fact]
    public async Task Over_Service_Bus()
    {
        using var broker = AmqpBroker.Start();
        await IsOneTrace("AzureBuses", ["bus", broker.ConnectionString, "receive"], ["bus", broker.ConnectionString, "send"], isSenderFirst: true, "one ham\nrye 1\nglue 1\nglue 2", "azure_servicebus.process", "azure_servicebus.create");
    }

    [Fact]
    public async Task Over_Event_Hubs()
    {
        using var broker = AmqpBroker.Start();
        await IsOneTrace("AzureBuses", ["hub", broker.ConnectionString, "receive"], ["hub", broker.ConnectionString, "send"], isSenderFirst: true, "processed baked\nprocessed sold\nprocessed eaten", "azure_eventhubs.process", "azure_eventhubs.create");
    }

    [PostgresTheory]
    [InlineData("Buses", "rebus receive DATABASE", "rebus send DATABASE", true, "one ham", "rebus.process", "rebus.send")]
    [InlineData("Buses", "cap receive DATABASE", "cap send DATABASE", false, "one ham", "cap.process", "cap.publish")]
    [InlineData("Hangfire", "receive DATABASE", "send DATABASE", true, "rye", "hangfire.perform", "trace.annotation")]
    public async Task Through_a_database(string app, string receive, string send, bool isSenderFirst, string output, string received, string sent)
    {
        using var database = await PostgresServer.Start();
        await IsOneTrace(app, Words(receive, database.ConnectionString), Words(send, database.ConnectionString), isSenderFirst, output, received, sent);
    }

    [RabbitMqTheory]
    [InlineData("Messages", true, "ham", "amqp.command", "amqp.command")]
    [InlineData("Messages7", true, "ham\nham", "amqp.command", "amqp.command")]
    [InlineData("Transit8", false, "one ham", "amqp.command", "amqp.command")]
    [InlineData("PostBroker", false, "one ham", "amqp.command", "amqp.command")]
    public async Task Over_RabbitMQ(string app, bool isSenderFirst, string output, string received, string sent)
    {
        using var server = await RabbitMqServer.Start();
        await IsOneTrace(app, [server.ConnectionString, "receive"], [server.ConnectionString, "send"], isSenderFirst, output, received, sent);
    }

    [NatsFact]
    public async Task Over_NATS()
    {
        using var server = await NatsServer.Start();
        await IsOneTrace("Nats", [server.Url, "receive"], [server.Url, "send"], isSenderFirst: false, "orders.new: ham", "nats.receive", "nats.publish");
    }

    private static string[] Words(string line, string? database = null) => [.. line.Split(' ').Select(word => word == "DATABASE" ? database! : word)];

    /// <param name="app">The program, which is both.</param>
    /// <param name="receive">Its arguments for the one that receives, and then ends.</param>
    /// <param name="send">Those for the one that sends.</param>
    /// <param name="isSenderFirst">Whether what is sent lies somewhere until the other one comes. Who is first writes <c>ready</c>, and what the other one has to know.</param>
    /// <param name="output">What the receiver writes besides.</param>
    /// <param name="received">The name of its span whose parent is the other process's.</param>
    /// <param name="sent">The name of that.</param>
    private static async Task IsOneTrace(string app, string[] receive, string[] send, bool isSenderFirst, string output, string received, string sent)
    {
        await using var agent = await TestAgent.Start();
        using var first = Start(isSenderFirst ? Sender : Receiver, isSenderFirst ? send : receive, []);
        var known = (await first.Line("ready")).Split(' ')[1..];
        using var second = Start(isSenderFirst ? Receiver : Sender, isSenderFirst ? receive : send, known);
        var (sender, receiver) = isSenderFirst ? (first, second) : (second, first);
        var taken = await receiver.Exit();
        sender.CloseInput();
        var given = await sender.Exit();
        Assert.True((taken.ExitCode, given.ExitCode) == (0, 0), taken.Errors + given.Errors);
        Assert.Equal(output, string.Join('\n', taken.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("ready", StringComparison.Ordinal))));

        var ofSender = agent.Spans.Items.Where(span => span.Service.StartsWith(Sender, StringComparison.Ordinal)).ToDictionary(span => span.SpanId);
        var across = agent.Spans.Items.Where(span => span.Service.StartsWith(Receiver, StringComparison.Ordinal) && ofSender.ContainsKey(span.ParentId)).ToList();
        Assert.Contains(across, span => span.Name == received && ofSender[span.ParentId].Name == sent);
        Assert.All(across, span => Assert.Equal(ofSender[span.ParentId].TraceId, span.TraceId));
        // Nothing that was sent is received outside of its trace.
        Assert.DoesNotContain(agent.Spans.Items, span => span.Service.StartsWith(Receiver, StringComparison.Ordinal) && span.Name == received && span.ParentId == 0);

        TargetProcess Start(string service, string[] arguments, string[] more) => TargetProcess.Start(
            new Target(["dotnet", Repository.App(app, app + ".dll"), .. arguments, .. more])
            {
                LauncherArguments = ["--agent-url", agent.Url, "--service", service],
                IsInteractive = true,
            }.With(("DD_TRACE_METHODS", "Bakery.Shop[Send]"), ("XDG_CACHE_HOME", s_cache.Path), ("DD_RUN_PLANNING_BUDGET", "60000")));
    }
}
