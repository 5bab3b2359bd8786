using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DdRun.Testing.Otlp;

/// <summary>
/// An OTLP receiver for tests, served by Kestrel. It misbehaves when <see cref="Script"/> says so; items of a request that was answered with an
/// error are not recorded.
/// </summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    /// <summary>For <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public string Url => _app.Urls.Single();

    /// <summary>Decides the answer; null, also as the outcome, means an empty 200.</summary>
    public Func<AgentRequest, AgentAnswer?>? Script { get; set; }

    /// <summary>Off: it only answers, for tests that measure memory.</summary>
    public bool KeepsItems { get; set; } = true;

    public Recorder<AgentRequest> Requests { get; } = new();
    public Recorder<OtlpSpan> Spans { get; } = new();
    public Recorder<OtlpPoint> Points { get; } = new();
    public Recorder<OtlpLog> Logs { get; } = new();

    /// <param name="port">0 = any.</param>
    /// <param name="certificate">Makes it speak TLS.</param>
    public static async Task<OtlpReceiver> Start(int port = 0, System.Security.Cryptography.X509Certificates.X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Listen(System.Net.IPAddress.Loopback, port, listen =>
            {
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
        });
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.Run(receiver.Serve);
        await app.StartAsync().ConfigureAwait(false);
        return receiver;
    }

    private async Task Serve(HttpContext context)
    {
        using var body = new MemoryStream();
        if (context.Request.Headers.ContentEncoding == "gzip")
        {
            using var unzipped = new GZipStream(context.Request.Body, CompressionMode.Decompress);
            await unzipped.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
        else
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
        var request = new AgentRequest(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        if (KeepsItems)
            Requests.Add(request);
        var answer = Script?.Invoke(request) ?? new AgentAnswer.Reply(200, "", request.Headers["Content-Type"]);
        while (answer is AgentAnswer.Hold hold)
        {
            await hold.Gate.WaitAsync(context.RequestAborted).ConfigureAwait(false);
            answer = hold.Then;
        }
        if (answer is not AgentAnswer.Reply reply)
        {
            context.Abort();
            return;
        }
        if (reply.Status < 300 && KeepsItems)
            Record(context.Request.Path, request);
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers)
            context.Response.Headers[name] = value;
        await context.Response.Body.WriteAsync(System.Text.Encoding.Latin1.GetBytes(reply.Body), context.RequestAborted).ConfigureAwait(false);
    }

    private void Record(string path, AgentRequest request)
    {
        var isJson = request.Headers["Content-Type"] == "application/json";
        if (path.EndsWith("/metrics", StringComparison.Ordinal))
            Points.AddRange(isJson ? OtlpJson.Points(request.Body) : OtlpWire.Points(request.Body));
        else if (path.EndsWith("/logs", StringComparison.Ordinal))
            Logs.AddRange(isJson ? OtlpJson.Logs(request.Body) : OtlpWire.Logs(request.Body));
        else
            Spans.AddRange(isJson ? OtlpJson.Spans(request.Body) : OtlpWire.Spans(request.Body));
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync().ConfigureAwait(false);
}
