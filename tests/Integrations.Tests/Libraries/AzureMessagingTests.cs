using System.Text.RegularExpressions;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>No broker is to be had: what is sent goes nowhere, and what is received is not seen here.</summary>
public sealed partial class AzureMessagingTests
{
    [Fact]
    public async Task Messages_to_Service_Bus_and_Event_Hubs_are_made_and_sent() =>
        await new LibraryApp("Sender") { Output = "ServiceCommunicationProblem\nSocketException\n", Scrub = text => Message().Replace(text, "MESSAGE") }
            .IsTraced("AzureMessaging", ["AzureServiceBus", "AzureEventHubs"]);

    [Fact]
    public async Task Each_message_gets_the_context_of_its_own_span() =>
        Assert.Equal(4, (await new LibraryApp("Sender", "context") { Output = "True\nTrue\n" }.Run()).Count);

    [GeneratedRegex(@"(?<=error\.message=)[\s\S]*?(?=\n +error\.type)")]
    private static partial Regex Message();
}
