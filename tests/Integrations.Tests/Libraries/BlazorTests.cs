namespace DdRun.Integrations.Tests.Libraries;

/// <summary>Pages that the server renders whole; nobody here opens a circuit.</summary>
public sealed class BlazorTests
{
    [Fact]
    public async Task A_page_says_which_component_it_has_led_to() =>
        await new LibraryApp("Pages") { Output = "True\n" }.IsTraced("Blazor", ["Blazor"], "aspnet_core.request");
}
