using Worker;

var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Services.AddHostedService<Sweeper>();
builder.Services.AddHostedService<Baker>();
await builder.Build().RunAsync();
