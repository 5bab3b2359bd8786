using System.Text.RegularExpressions;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>Pages that the server renders whole, and one that lives on there: the program itself is the browser.</summary>
public sealed partial class BlazorTests
{
    [Fact]
    public async Task A_circuit_and_what_happens_in_it_are_traces_of_their_own() =>
        await new LibraryApp("Pages", "live") { Output = "baked rye\noat\n", Scrub = text => Circuit().Replace(text, "CIRCUIT") }
            .IsTraced("BlazorLive", ["Blazor"], "aspnet_core.request", "aspnet_core.request", "http.request");

    [Fact]
    public async Task A_page_says_which_component_it_has_led_to() =>
        await new LibraryApp("Pages") { Output = "True\n" }.IsTraced("Blazor", ["Blazor"], "aspnet_core.request");

    [GeneratedRegex(@"(?<=circuit\.id=)\S+")]
    private static partial Regex Circuit();
}
