namespace DdRun.Integrations.Tests.Libraries;

public sealed class YarpTests
{
    [Fact]
    public async Task What_is_forwarded_says_by_which_route() =>
        await new LibraryApp("Gateway") { Output = "order 7\n502\n" }.IsTraced(
            "Gateway",
            ["Yarp"],
            ["http.request", "http.request", "http.request", "http.request", "aspnet_core.request", "aspnet_core.request", "aspnet_core.request"]);
}
