using System.Text.RegularExpressions;
using DdRun.Testing.Services;

namespace DdRun.Integrations.Tests.Libraries;

public sealed partial class NatsTests
{
    private const string Output = "orders.new: ham\nrye, which?\nv\nv\n";

    [NatsTheory]
    [InlineData("Nats")]
    [InlineData("Nats31")]
    public async Task Messages_carry_the_trace_to_whoever_receives_them(string app)
    {
        using var server = await NatsServer.Start();
        await new LibraryApp(app, server.Url) { Output = Output, Scrub = text => Counted().Replace(text, "$1=N") }.IsTraced(app, ["Nats"]);
    }

    // With what travels in the headers, and with every connection.
    [GeneratedRegex(@"(messaging\.message\.envelope\.size|messaging\.client_id)=\d+")]
    private static partial Regex Counted();
}
