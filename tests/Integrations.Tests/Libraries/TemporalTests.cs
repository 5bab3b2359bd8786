using DdRun.Testing.Services.Temporal;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>A worker of Temporal, and in place of the server one that speaks the same to it.</summary>
public sealed class TemporalTests
{
    [Fact]
    public async Task Activities_of_Temporal_are_spans_and_those_that_fail_are_errors()
    {
        await using var server = await TemporalServer.Start();
        var app = new LibraryApp("Temporal", server.Address)
        {
            Output = "rye\n",
            Before = () =>
            {
                server.Offer("Bake", "rye");
                server.Offer("Clean", "water");
            },
        };
        await app.IsTraced("Temporal", ["Temporal"]);
        Assert.Equal(4, server.Calls.Items.Count(call => call == "RespondActivityTaskFailed"));
    }
}
