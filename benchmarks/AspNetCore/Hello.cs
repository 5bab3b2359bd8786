using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace DdRun.Benchmarks.AspNetCore;

/// <summary>The smallest web service, as the documentation shows it, with the log level that services in production have.</summary>
internal static class Hello
{
    public const string Verb = "serve", WithOpenTelemetry = "serve-opentelemetry";

    public static async Task Serve(bool withOpenTelemetry)
    {
        using var tracing = withOpenTelemetry ? StartOpenTelemetry() : null;
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/hello", () => "hello");
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await app.WaitForShutdownAsync();
    }

    // As its documentation has it; the exporter is configured by the environment.
    private static TracerProvider StartOpenTelemetry() =>
        Sdk.CreateTracerProviderBuilder().AddAspNetCoreInstrumentation().AddOtlpExporter().Build();
}
