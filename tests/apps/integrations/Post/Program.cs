using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Transports.Tcp;

if (args is ["store", var database])
{
    await Store.Run(database);
    return;
}
var isReceiver = args is not ["send", ..];
var isSender = args is not ["receive"];
var port = args is ["send", var known] ? int.Parse(known) : FreePort();
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSingleton<Till>();
builder.UseWolverine(options =>
{
    options.UseRuntimeCompilation();
    if (isReceiver)
        options.ListenAtPort(port);
    if (isSender)
        options.PublishMessage<Order>().ToPort(port);
});
using var host = builder.Build();
await host.StartAsync();
var till = host.Services.GetRequiredService<Till>();
if (!isSender)
{
    Console.WriteLine($"ready {port}");
    Console.WriteLine(await till.Paid.Task);
}
else
{
    using var scope = host.Services.CreateScope();
    var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
    await bus.SendAsync(new Order("ham"));
    if (!isReceiver)
    {
        await Console.In.ReadToEndAsync();
    }
    else
    {
        Console.WriteLine(await till.Paid.Task);
        await bus.SendAsync(new Order("glue"));
        await till.Refused.Task;
    }
}
await host.StopAsync();

static int FreePort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}
