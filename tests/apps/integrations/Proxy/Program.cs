using Yarp.ReverseProxy.Configuration;

var oven = await Start(builder => { }, app => app.MapGet("/bake", (HttpRequest request) =>
    string.Join('\n', request.Headers.Where(header => header.Key is "traceparent" or "tracestate" or "baggage" || header.Key.StartsWith("x-datadog-")).Select(header => $"{header.Key}: {header.Value}"))));
var counter = await Start(
    builder => builder.Services.AddReverseProxy().LoadFromMemory(
        [new RouteConfig { RouteId = "all", ClusterId = "ovens", Match = new() { Path = "{**rest}" } }],
        [new ClusterConfig { ClusterId = "ovens", Destinations = new Dictionary<string, DestinationConfig> { ["oven"] = new() { Address = oven.Urls.First() } } }]),
    app => app.MapReverseProxy());

using var customer = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null });
using var order = new HttpRequestMessage(HttpMethod.Get, counter.Urls.First() + "/bake");
order.Headers.Add("traceparent", "00-0123456789abcdef0123456789abcdef-00f067aa0ba902b7-01");
order.Headers.Add("tracestate", "other=1");
order.Headers.Add("baggage", "bread=rye");
using var answer = await customer.SendAsync(order);
Console.WriteLine(await answer.Content.ReadAsStringAsync());
await counter.StopAsync();
await oven.StopAsync();

static async Task<WebApplication> Start(Action<WebApplicationBuilder> services, Action<WebApplication> endpoints)
{
    var builder = WebApplication.CreateBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    services(builder);
    var app = builder.Build();
    endpoints(app);
    await app.StartAsync();
    return app;
}
