using System.Text.RegularExpressions;
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

    [GeneratedRegex(@"(?<=error\.message=)[\s\S]*?(?=\n +error\.type)")]
    private static partial Regex Message();
}
