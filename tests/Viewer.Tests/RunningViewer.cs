using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using DdRun.Viewer.Cli;
using DdRun.Viewer.Hosting;

namespace DdRun.Viewer.Tests;

/// <summary>A viewer on ports of its own, in this process, and a client that has its token.</summary>
internal sealed class RunningViewer : IAsyncDisposable
{
    private readonly ViewerServer _server;

    private RunningViewer(ViewerServer server, Dictionary<string, string> addresses)
    {
        _server = server;
        var link = new Uri(server.PageLink);
        Page = new(link.GetLeftPart(UriPartial.Authority));
        Token = link.Query.Length > 0 ? link.Query["?token=".Length..] : null;
        Agent = new(addresses["Datadog traces"]);
        Otlp = new(addresses["OTLP"]);
        DogStatsd = IPEndPoint.Parse(addresses["DogStatsD"]["udp://".Length..]);
        Client = new() { BaseAddress = Page };
        if (Token is not null)
            Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public Uri Page { get; }
    public Uri Agent { get; }
    public Uri Otlp { get; }
    public IPEndPoint DogStatsd { get; }
    public string? Token { get; }

    /// <summary>For the page and the API.</summary>
    public HttpClient Client { get; }

    public static async Task<RunningViewer> StartAsync(params string[] arguments)
    {
        var options = ViewOptions.Parse(
            ["--port", "0", "--agent-port", "0", "--dogstatsd-port", "0", "--otlp-port", "0", "--no-open", .. arguments], out var problem);
        Assert.Null(problem);
        var server = await ViewerServer.StartAsync(options!);
        var output = new StringWriter();
        server.Announce(output);
        var addresses = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Where(line => !line.Contains("unix://", StringComparison.Ordinal))
            .ToDictionary(line => line[2..18].Trim(), line => line[18..].Trim());
        return new(server, addresses);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }

    /// <summary>Asks until it is so; senders send in their own time.</summary>
    public async Task<JsonElement> WaitAsync(string path, Func<JsonElement, bool> until)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var answer = await GetAsync(path);
            if (until(answer))
                return answer;
            Assert.False(bound.IsCancellationRequested, $"{path} stays {answer}");
            await Task.Yield();
        }
    }

    public async Task<HttpResponseMessage> PutTracesAsync(byte[] body, string path = "/v0.4/traces")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/msgpack");
        return await Client.PutAsync(new Uri(Agent, path), content);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
