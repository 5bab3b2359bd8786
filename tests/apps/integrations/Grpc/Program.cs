using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sandwiches;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
builder.Services.AddGrpc();
await using var app = builder.Build();
app.Use((context, next) =>
{
    if (!context.Request.Path.Value!.EndsWith("/Lock", StringComparison.Ordinal))
        return next();
    context.Response.StatusCode = StatusCodes.Status401Unauthorized;
    return Task.CompletedTask;
});
app.MapGrpcService<ShopService>();
await app.StartAsync();

var address = app.Urls.First();
using var channel = GrpcChannel.ForAddress(address);
var customer = new Customer(new Shop.ShopClient(channel));
if (args is ["trouble"])
{
    await customer.Trouble();
    await customer.Unknown(new Bakery.BakeryClient(channel));
    // Nothing listens there.
    using var nowhere = GrpcChannel.ForAddress("http://127.0.0.1:1");
    await customer.Closed(new Shop.ShopClient(nowhere));
    await Stranger.Call(new Uri(address));
}
else
{
    await customer.Calls();
}
