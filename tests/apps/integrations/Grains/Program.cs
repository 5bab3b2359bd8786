using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var (silo, gateway) = (FreePort(), FreePort());
var server = Host.CreateApplicationBuilder();
server.Logging.ClearProviders();
server.UseOrleans(orleans => orleans.UseLocalhostClustering(silo, gateway).AddActivityPropagation());
using var bakery = server.Build();
await bakery.StartAsync();

var caller = Host.CreateApplicationBuilder();
caller.Logging.ClearProviders();
caller.UseOrleansClient(orleans => orleans.UseLocalhostClustering(gateway).AddActivityPropagation());
using (var customer = caller.Build())
{
    await customer.StartAsync();
    var counter = customer.Services.GetRequiredService<IGrainFactory>().GetGrain<ICounter>("front");
    Console.WriteLine(await counter.Order("ham"));
    try
    {
        await counter.Order("glue");
    }
    catch (InvalidOperationException e)
    {
        Console.WriteLine(e.Message);
    }
    await customer.StopAsync();
}
await bakery.StopAsync();

static int FreePort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}

public interface ICounter : IGrainWithStringKey
{
    Task<string> Order(string what);
}

public interface IOven : IGrainWithStringKey
{
    Task<string> Bake(string what);
}

public sealed class Counter : Grain, ICounter
{
    public Task<string> Order(string what) => GrainFactory.GetGrain<IOven>("back").Bake(what);
}

public sealed class Oven : Grain, IOven
{
    public Task<string> Bake(string what) => what == "glue" ? throw new InvalidOperationException("we bake no glue") : Task.FromResult("one " + what);
}
