using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Sandwiches;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddGrpc();
await using var app = builder.Build();
app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
app.MapGrpcService<ShopService>();
await app.StartAsync();

// As from a browser: HTTP/1.1, which has no trailers.
using var channel = GrpcChannel.ForAddress(app.Urls.First(), new GrpcChannelOptions { HttpHandler = new GrpcWebHandler(new HttpClientHandler()), HttpVersion = HttpVersion.Version11 });
var shop = new Shop.ShopClient(channel);
Console.WriteLine("Weigh: " + (await shop.WeighAsync(new() { Name = "rye" })).Name);
using (var call = shop.Menu(new() { Name = "rye" }))
{
    await foreach (var sandwich in call.ResponseStream.ReadAllAsync())
        Console.WriteLine("Menu: " + sandwich.Name);
}
foreach (var fails in (Func<Task>[])[async () => await shop.RefuseAsync(new()), async () => await shop.BurnAsync(new())])
{
    try
    {
        await fails();
    }
    catch (RpcException e)
    {
        Console.WriteLine(e.StatusCode);
    }
}
