using Bakery;
using Hangfire;
using Hangfire.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Services.AddHangfire(configuration =>
{
    configuration.SetDataCompatibilityLevel(CompatibilityLevel.Version_180).UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
    if (args is [.., var database])
        configuration.UsePostgreSqlStorage(storage => storage.UseNpgsqlConnection(database), new PostgreSqlStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(100) });
    else
        configuration.UseInMemoryStorage();
});
if (args is not ["send", _])
    builder.Services.AddHangfireServer(options => options.SchedulePollingInterval = TimeSpan.FromMilliseconds(100));
using var host = builder.Build();
switch (args)
{
    // One process orders.
    case ["send", _]:
        ActivatorUtilities.CreateInstance<Shop>(host.Services).Send();
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        return;
    // Another one delivers.
    case ["receive", _]:
        await host.StartAsync();
        await Baker.Done[1].Task;
        await host.StopAsync();
        return;
}
var shop = ActivatorUtilities.CreateInstance<Shop>(host.Services);
shop.Order();
shop.Clean();
await host.StartAsync();
await Task.WhenAll(Baker.Done.Select(job => job.Task));
await host.StopAsync();
