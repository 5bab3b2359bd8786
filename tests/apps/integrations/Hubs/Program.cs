using Hubs;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddSignalR();
var app = builder.Build();
app.MapHub<Bakery>("/bakery");
await app.StartAsync();
Console.WriteLine("listening on " + app.Urls.First());
await app.WaitForShutdownAsync();
