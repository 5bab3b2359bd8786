using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bakery;

/// <summary>Orders come as requests.</summary>
internal static class Web
{
    public static async Task Run()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        Till.Listener = app.Services.GetRequiredService<DiagnosticListener>();
        app.MapGet("/order/{number}/{bread}/{count}", (int number, string bread, int count) => Till.Serve($"{number} {bread} {count}"));
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("ready " + app.Urls.Single()));
        await app.RunAsync();
    }
}
