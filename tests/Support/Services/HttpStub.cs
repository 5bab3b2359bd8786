using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DdRun.Testing.Services;

/// <summary>Plays a server that is not to be had here: it speaks as much of its protocol as the test's program asks for.</summary>
public sealed class HttpStub : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HttpStub(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    /// <summary>Method and path of what it was asked, and the headers.</summary>
    public Recorder<(string Request, IReadOnlyDictionary<string, string> Headers)> Requests { get; } = new();

    /// <summary>Answers every request as <paramref name="answer"/> does, which gets the request's body.</summary>
    public static async Task<HttpStub> Start(Func<HttpContext, string, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        var stub = new HttpStub(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
            stub.Requests.Add((
                $"{context.Request.Method} {context.Request.Path}",
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            await answer(context, body).ConfigureAwait(false);
        });
        await app.StartAsync().ConfigureAwait(false);
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
