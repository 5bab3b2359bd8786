using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DdRun.Integrations.Tests.Http;

public sealed class HttpClientTests : TracedProcess
{
    [Fact]
    public async Task A_request_is_a_client_span()
    {
        using var server = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using (Tracer.Trace("caller"))
        using (var client = new HttpClient())
            (await client.GetAsync(new Uri(server.Url, "/orders/17?color=red"))).Dispose();
        var caller = await Span("caller");
        var span = await Span("http.request");
        Assert.Equal(caller.SpanId, span.ParentId);
        Assert.Equal($"GET {server.Url.Authority}/orders/?", span.Resource);
        Assert.Equal("http", span.Type);
        Assert.Equal("GET", span.GetTag("http.method"));
        Assert.Equal($"{server.Url}orders/17?color=red", span.GetTag("http.url"));
        Assert.Equal("200", span.GetTag("http.status_code"));
        Assert.Equal("127.0.0.1", span.GetTag("out.host"));
        Assert.Equal("client", span.GetTag("span.kind"));
        Assert.Equal("HttpMessageHandler", span.GetTag("component"));
    }

    // No profiler has started this process: nothing is woven here.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_nothing_is_woven_a_request_carries_what_NET_would_have_sent(bool activity)
    {
        using var server = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using (activity ? new Activity("the program's").Start() : null)
        using (Tracer.Trace("caller"))
        using (var client = new HttpClient())
            (await client.GetAsync(server.Url)).Dispose();
        var span = await Span("http.request");
        var headers = (await server.Request).Split("\r\n")[1..^2];
        var host = $"Host: {server.Url.Authority}";
        Assert.Equal(activity ? [host, $"traceparent: 00-{span.TraceId:x32}-{span.SpanId:x16}-01"] : [host], headers);
        Assert.Equal((await Span("caller")).SpanId, span.ParentId);
    }

    [Theory]
    [InlineData(404, true)]
    [InlineData(302, false)]
    [InlineData(503, false)]
    public async Task Statuses_of_client_errors_make_the_span_an_error(int status, bool error)
    {
        using var server = new OneAnswer($"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n");
        using (var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }))
            (await client.GetAsync(server.Url)).Dispose();
        var span = await Span("http.request");
        Assert.Equal(error, span.Error);
        Assert.Equal(error ? $"The HTTP response has status code {status}." : null, span.GetTag("error.message"));
    }

    [Fact]
    public async Task A_failed_request_carries_the_exception()
    {
        using (var client = new HttpClient())
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("http://127.0.0.1:1/")));
        var span = await Span("http.request");
        Assert.True(span.Error);
        Assert.Equal(typeof(HttpRequestException).FullName, span.GetTag("error.type"));
    }

    [Fact]
    public async Task A_cancelled_request_is_an_error_without_a_status()
    {
        using var server = new OneAnswer(null);
        using var stop = new CancellationTokenSource();
        using (var client = new HttpClient())
        {
            var sent = client.GetAsync(server.Url, stop.Token);
            await server.Request;
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
        }
        var span = await Span("http.request");
        Assert.Null(span.GetTag("http.status_code"));
        Assert.True(span.Error);
        Assert.Equal(typeof(TaskCanceledException).FullName, span.GetTag("error.type"));
    }

    [Fact]
    public async Task A_request_that_asks_for_it_is_not_traced()
    {
        using var server = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using (Tracer.Trace("caller"))
        using (var client = new HttpClient())
        using (var request = new HttpRequestMessage(HttpMethod.Get, server.Url))
        {
            request.Headers.Add("x-datadog-tracing-enabled", "false");
            (await client.SendAsync(request)).Dispose();
        }
        await Span("caller");
        Assert.DoesNotContain(Finished.Items, span => span.Name == "http.request");
    }

    [Fact]
    public async Task A_request_is_afterwards_as_it_was()
    {
        using var server = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using (Tracer.Trace("caller"))
        using (var client = new HttpClient())
        using (var request = new HttpRequestMessage(HttpMethod.Get, server.Url))
        {
            request.Headers.Add("traceparent", "00-11111111111111111111111111111111-2222222222222222-01");
            request.Headers.Add("x-own", "kept");
            var headers = request.Headers;
            (await client.SendAsync(request)).Dispose();
            Assert.Same(headers, request.Headers);
            Assert.Equal(["traceparent", "x-own"], request.Headers.Select(header => header.Key));
            Assert.Equal("00-11111111111111111111111111111111-2222222222222222-01", request.Headers.GetValues("traceparent").Single());
            Assert.Empty(request.Options);
        }
        await Span("http.request");
        Assert.Contains("\r\ntraceparent: 00-11111111111111111111111111111111-2222222222222222-01\r\nx-own: kept\r\n\r\n", await server.Request, StringComparison.Ordinal);
    }

    /// <summary>Accepts one connection, reads the request's head and answers; without an answer the connection stays open.</summary>
    private sealed class OneAnswer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _disposed = new();

        public OneAnswer(string? answer)
        {
            _listener.Start();
            Url = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
            Request = Serve(answer);
        }

        public Uri Url { get; }
        public Task<string> Request { get; }
        private Socket? Connection { get; set; }

        private async Task<string> Serve(string? answer)
        {
            Connection = await _listener.AcceptSocketAsync(_disposed.Token);
            var buffer = new byte[8192];
            var length = await Connection.ReceiveAsync(buffer, _disposed.Token);
            if (answer is not null)
                await Connection.SendAsync(Encoding.ASCII.GetBytes(answer), _disposed.Token);
            return Encoding.ASCII.GetString(buffer, 0, length);
        }

        public void Dispose()
        {
            _disposed.Cancel();
            Connection?.Dispose();
            _listener.Dispose();
            _disposed.Dispose();
        }
    }
}
