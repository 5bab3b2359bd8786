using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Chain;

/// <summary>What the three services have in common.</summary>
internal static class Service
{
    public static async Task Run(Action<WebApplication> map, Action<IServiceCollection>? add = null, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = protocols));
        add?.Invoke(builder.Services);
        await using var app = builder.Build();
        // The whole exception is the body of a 500.
        app.UseDeveloperExceptionPage();
        map(app);
        await app.StartAsync();
        Console.WriteLine("listening on " + app.Urls.First());
        await app.WaitForShutdownAsync();
    }
}
