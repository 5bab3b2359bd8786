using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DdRun.Testing;

/// <summary>
/// A trace agent for tests: takes <c>/v0.4/traces</c> over TCP or a Unix socket, answers <c>/info</c> and <c>rate_by_service</c>,
/// and misbehaves when <see cref="Script"/> says so. Spans of a request that was answered with an error are not recorded.
/// </summary>
public sealed class TestAgent : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string? _socket;

    private TestAgent(WebApplication app, string? socket)
    {
        _app = app;
        _socket = socket;
    }

    /// <summary>For <c>DD_TRACE_AGENT_URL</c>.</summary>
    public string Url => _socket is null ? _app.Urls.Single() : "unix://" + _socket;

    /// <summary>Decides the answer; null, also as the outcome, means the usual one.</summary>
    public Func<AgentRequest, AgentAnswer?>? Script { get; set; }

    public Dictionary<string, double> RateByService { get; } = [];

    public string Info { get; set; } = """{"version":"7.70.0","endpoints":["/v0.4/traces","/info"],"client_drop_p0s":false,"feature_flags":[]}""";

    public Recorder<AgentRequest> Requests { get; } = new();

    public Recorder<IReadOnlyList<ReceivedSpan>> Chunks { get; } = new();

    public Recorder<ReceivedSpan> Spans { get; } = new();

    public static Task<TestAgent> Start() => Start(null);

    public static Task<TestAgent> StartUnix() => Start(Path.Combine(Path.GetTempPath(), $"dd-run-{Guid.NewGuid():n}.sock"));

    private static async Task<TestAgent> Start(string? socket)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            if (socket is null)
                options.Listen(System.Net.IPAddress.Loopback, 0);
            else
                options.ListenUnixSocket(socket);
        });
        var app = builder.Build();
        var agent = new TestAgent(app, socket);
        app.Run(agent.Serve);
        await app.StartAsync().ConfigureAwait(false);
        return agent;
    }

    private async Task Serve(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        var request = new AgentRequest(
            context.Request.Method,
            context.Request.Path,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        Requests.Add(request);
        var answer = Script?.Invoke(request) ?? Usual(request);
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
        if (reply.Status < 300 && request.IsTraces)
            Record(request);
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers)
            context.Response.Headers[name] = value;
        if (reply.Close)
            context.Response.Headers.Connection = "close";
        await context.Response.WriteAsync(reply.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private AgentAnswer.Reply Usual(AgentRequest request) => request.Path switch
    {
        "/info" => new(200, Info),
        "/v0.4/traces" => new(200, JsonSerializer.Serialize(new { rate_by_service = RateByService })),
        "/v0.6/stats" => new(200),
        _ => new(404),
    };

    private void Record(AgentRequest request)
    {
        var chunks = ReceivedSpan.FromV04(request.Body);
        var announced = request.Headers.TryGetValue("X-Datadog-Trace-Count", out var count) ? count : "none";
        if (announced != chunks.Count.ToString(CultureInfo.InvariantCulture))
            throw new InvalidOperationException($"X-Datadog-Trace-Count says {announced}, the body has {chunks.Count} chunks");
        Chunks.AddRange(chunks);
        Spans.AddRange(chunks.SelectMany(chunk => chunk));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().ConfigureAwait(false);
        if (_socket is not null)
            File.Delete(_socket);
    }
}
