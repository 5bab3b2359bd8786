using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Requests;

/// <summary>Tells its callers what they have sent.</summary>
internal static class Receiver
{
    public static readonly string[] ContextNames =
        ["baggage", "b3", "traceparent", "tracestate", "x-datadog-trace-id", "x-datadog-parent-id", "x-datadog-sampling-priority", "x-datadog-origin", "x-datadog-tags"];

    private static int s_signed;

    public static async Task<WebApplication> Start(HttpProtocols protocols)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        var app = builder.Build();
        app.Map("/context", (HttpRequest request) => string.Join('\n', ContextNames.Where(request.Headers.ContainsKey).Select(name => $"{name}: {request.Headers[name]}")));
        app.Map("/own", (HttpRequest request) => string.Join('\n', request.Headers
            .Where(header => !ContextNames.Contains(header.Key, StringComparer.OrdinalIgnoreCase) && header.Key is not ("Host" or ":authority"))
            .Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal)));
        app.Map("/twice", (HttpRequest request) => ContextNames.Any(name => request.Headers[name].Count > 1 || (name != "baggage" && name != "tracestate" && name != "x-datadog-tags" && request.Headers[name].ToString().Contains(','))).ToString());
        app.Map("/elsewhere", () => Results.Redirect("/own"));
        // As services do whose clients try again.
        app.Map("/signed", (HttpRequest request) => ++s_signed % 2 == 1 ? Results.StatusCode(503) : Results.Text(Signer.Sign(request.Headers["x-signed"].ToString(), name => request.Headers[name].ToString()) == request.Headers["x-signature"]
            ? "the signature is right" : "the signature is wrong"));
        await app.StartAsync();
        return app;
    }
}
