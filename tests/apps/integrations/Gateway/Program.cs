using Yarp.ReverseProxy.Configuration;

// What is behind the gateway.
var shop = WebApplication.CreateSlimBuilder();
shop.Logging.ClearProviders();
shop.WebHost.UseUrls("http://127.0.0.1:0");
await using var behind = shop.Build();
behind.MapGet("/orders/{id}", (string id, HttpRequest request) => $"order {id}, {request.Headers["x-datadog-parent-id"].Count}");
await behind.StartAsync();

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddReverseProxy().LoadFromMemory(
    [
        new RouteConfig { RouteId = "orders", ClusterId = "shop", Match = new RouteMatch { Path = "/orders/{**rest}" } },
        new RouteConfig { RouteId = "gone", ClusterId = "nowhere", Match = new RouteMatch { Path = "/gone" } },
    ],
    [
        new ClusterConfig { ClusterId = "shop", Destinations = new Dictionary<string, DestinationConfig> { ["first"] = new() { Address = behind.Urls.Single() } } },
        new ClusterConfig { ClusterId = "nowhere", Destinations = new Dictionary<string, DestinationConfig> { ["none"] = new() { Address = "http://127.0.0.1:1" } } },
    ]);
await using var gateway = builder.Build();
gateway.MapReverseProxy();
await gateway.StartAsync();

using var client = new HttpClient { BaseAddress = new Uri(gateway.Urls.Single()) };
Console.WriteLine((await client.GetStringAsync("/orders/7")).Replace(", 0", "", StringComparison.Ordinal).Replace(", 1", "", StringComparison.Ordinal));
Console.WriteLine((int)(await client.GetAsync("/gone")).StatusCode);
