using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DdRun.Integrations.Tests.AspNetCore;

/// <summary>A web application as the documentation shows it, listening on a free port.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Shop(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>Whether it has a log, which gets nothing but what is critical.</summary>
    public static bool Logs { get; set; }

    public HttpClient Client { get; }

    /// <summary>Completed by the endpoint <c>/slow</c> once it runs.</summary>
    public static TaskCompletionSource SlowStarted { get; private set; } = new();

    public static async Task<Shop> Start(Action<WebApplication>? configure = null, Action<WebApplicationBuilder>? build = null)
    {
        SlowStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Critical);
        if (Logs)
            builder.Logging.AddSimpleConsole();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Services.AddControllersWithViews().PartManager.ApplicationParts.Add(new AssemblyPart(typeof(Shop).Assembly));
        build?.Invoke(builder);
        var app = builder.Build();
        configure?.Invoke(app);
        app.MapGet("/hello", () => "hello");
        app.MapGet("/orders/{id:int}/{Part?}", (int id, string? part) => $"{id}{part}");
        app.MapGet("/files/{**path}", (string path) => path);
        app.MapGet("/child", () =>
        {
            using (Tracer.Trace("inside"))
                return "done";
        });
        app.MapGet("/fails", string () => throw new InvalidOperationException("out of apples"));
        app.MapGet("/status/{code}", (int code) => Results.StatusCode(code));
        app.MapGet("/slow", async (HttpContext context) =>
        {
            SlowStarted.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        app.MapControllers();
        app.MapControllerRoute("default", "{controller=Home}/{action=Index}/{id?}");
        await app.StartAsync();
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

}
