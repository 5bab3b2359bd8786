using System.Text.RegularExpressions;
using DdRun.Testing;
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

    [NatsFact]
    public async Task A_rule_continues_the_trace_in_the_method_that_handles_a_message()
    {
        using var server = await NatsServer.Start();
        using var folder = new TemporaryFolder();
        var manifest = Path.Combine(folder.Path, "dd-run.json");
        await File.WriteAllTextAsync(manifest, """{ "instrument": [{ "method": "Kitchen.Take(*)", "name": "order.take", "observe": { "with": "Headers.Continue", "values": ["{order.Headers}"] } }] }""");
        var spans = await new LibraryApp("Nats", server.Url) { Output = Output }.Run(("DD_RUN_MANIFEST", manifest));
        var published = spans.Single(span => span is { Name: "nats.publish", Resource: "orders.new" });
        var taken = spans.Single(span => span.Name == "order.take");
        Assert.Equal((published.TraceId, published.SpanId), (taken.TraceId, taken.ParentId));
    }

    // With what travels in the headers, and with every connection.
    [GeneratedRegex(@"(messaging\.message\.envelope\.size|messaging\.client_id)=\d+")]
    private static partial Regex Counted();
}
