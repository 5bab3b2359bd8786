using System.Globalization;
using System.Text.RegularExpressions;
using DdRun.Testing;
using DdRun.Testing.Services;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>The clients of Azure's brokers, whose side a small server of their protocol plays.</summary>
public sealed partial class AzureMessagingTests
{
    [Fact]
    public async Task What_is_sent_where_no_broker_is_fails() =>
        await new LibraryApp("AzureBuses", "absent") { Output = "ServiceCommunicationProblem\nSocketException\n", Scrub = text => Message().Replace(text, "MESSAGE") }
            .IsTraced("AzureMessaging", ["AzureServiceBus", "AzureEventHubs"]);

    [Fact]
    public async Task Each_message_gets_the_context_of_its_own_span() =>
        Assert.Equal(4, (await new LibraryApp("AzureBuses", "absent", "context") { Output = "True\nTrue\n" }.Run()).Count);

    [Fact]
    public async Task Messages_of_Service_Bus_are_received_settled_and_processed_in_the_trace_that_sent_them()
    {
        using var broker = AmqpBroker.Start();
        await new LibraryApp("AzureBuses", "bus", broker.ConnectionString) { Output = "one ham\nrye 1\nglue 1\nglue 2\n" }.IsTraced("ServiceBus", ["AzureServiceBus"]);
    }

    [Fact]
    public async Task Events_of_Event_Hubs_are_read_and_processed_in_the_trace_that_sent_them()
    {
        using var broker = AmqpBroker.Start();
        await new LibraryApp("AzureBuses", "hub", broker.ConnectionString)
        {
            Output = "read baked\nread sold\nread eaten\nprocessed baked\nprocessed sold\nprocessed eaten\n",
            Before = broker.Clear,
        }.IsTraced("EventHubs", ["AzureEventHubs"]);
    }

    [Theory]
    [InlineData("bus", "azure_servicebus.create")]
    [InlineData("hub", "azure_eventhubs.create")]
    public async Task A_message_carries_every_style_that_is_configured(string kind, string name)
    {
        using var broker = AmqpBroker.Start();
        await using var agent = await TestAgent.Start();
        var target = new Target("dotnet", Repository.App("AzureBuses", "AzureBuses.dll"), kind, broker.ConnectionString, "headers") { LauncherArguments = ["--agent-url", agent.Url] };
        var result = await TargetProcess.Run(target.With(("DD_TRACE_PROPAGATION_STYLE", "datadog,tracecontext,b3multi,b3")));
        Assert.True(result.ExitCode == 0, result.Errors);
        var headers = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(["Diagnostic-Id", "b3", "traceparent", "tracestate", "x-b3-sampled", "x-b3-spanid", "x-b3-traceid", "x-datadog-parent-id", "x-datadog-sampling-priority", "x-datadog-tags", "x-datadog-trace-id"], headers.Keys);
        var sent = Assert.Single(agent.Spans.Items, span => span.Name == name && span.SpanId.ToString(CultureInfo.InvariantCulture) == headers["x-datadog-parent-id"]);
        var (trace, id) = (headers["x-b3-traceid"], sent.SpanId.ToString("x16", CultureInfo.InvariantCulture));
        Assert.Equal(sent.TraceId.ToString(CultureInfo.InvariantCulture), headers["x-datadog-trace-id"]);
        Assert.EndsWith(sent.TraceId.ToString("x16", CultureInfo.InvariantCulture), trace, StringComparison.Ordinal);
        Assert.Equal($"00-{trace}-{id}-01", headers["traceparent"]);
        Assert.Equal($"{trace}-{id}-1", headers["b3"]);
    }

    [GeneratedRegex(@"(?<=error\.message=)[\s\S]*?(?=\n +error\.type)")]
    private static partial Regex Message();
}
