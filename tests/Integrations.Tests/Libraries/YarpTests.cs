namespace DdRun.Integrations.Tests.Libraries;

public sealed class YarpTests
{
    [Theory]
    [InlineData("Gateway")]
    [InlineData("GatewayOld")]
    public async Task What_is_forwarded_says_by_which_route(string name) =>
        await new LibraryApp(name) { Output = "order 7\n502\n" }.IsTraced(
            "Gateway",
            ["Yarp"],
            ["http.request", "http.request", "http.request", "http.request", "aspnet_core.request", "aspnet_core.request", "aspnet_core.request"]);
}
