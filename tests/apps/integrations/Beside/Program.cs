using System.Diagnostics;
using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Trace;

namespace Beside;

/// <summary>A program with OpenTelemetry's SDK, which has a trace of its own for the same work.</summary>
internal static class Program
{
    private static readonly ActivitySource s_source = new("Bakery");

    private static async Task Main(string[] args)
    {
        if (args.Contains("b3"))
            Sdk.SetDefaultTextMapPropagator(new CompositeTextMapPropagator([new TraceContextPropagator(), new BaggagePropagator(), new B3Propagator(singleHeader: true)]));
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        using var client = new HttpClient();
        app.MapGet("/context", (HttpRequest request) => string.Join(' ', Headers(request)));
        app.MapGet("/hop", (HttpRequest request) => client.GetStringAsync($"http://{request.Host}/context"));
        await app.StartAsync();
        using var sdk = Sdk.CreateTracerProviderBuilder().AddSource("Bakery").AddHttpClientInstrumentation().AddAspNetCoreInstrumentation().Build();

        Console.WriteLine(await client.GetStringAsync(app.Urls.First() + "/hop"));
        using (s_source.StartActivity("bake"))
        {
            Baggage.SetBaggage("bread", "rye");
            Console.WriteLine(await client.GetStringAsync(app.Urls.First() + "/hop"));
        }
        await Ours(client, app.Urls.First());
        await app.StopAsync();
    }

    // Traced by a rule: a trace that the SDK knows nothing of, and that it begins one of its own within.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task Ours(HttpClient client, string url)
    {
        using var activity = s_source.StartActivity("within");
        Console.WriteLine(await client.GetStringAsync(url + "/context"));
    }

    private static IEnumerable<string> Headers(HttpRequest request)
    {
        yield return "traceparent=" + request.Headers["traceparent"].ToString().Split('-')[1];
        if (request.Headers.TryGetValue("b3", out var b3))
            yield return "b3=" + b3.ToString()[..32];
        if (request.Headers.TryGetValue("x-datadog-trace-id", out var id))
            yield return $"datadog={ulong.Parse(id!):x16}";
        if (request.Headers.TryGetValue("baggage", out var baggage))
            yield return "baggage=" + baggage;
    }
}
