using System.Diagnostics;
using System.Net;
using System.Text;
using DdRun.Instrumentation.Integrations.Http;
using DdRun.Propagation;

namespace DdRun.Integrations.Tests.Lending;

/// <summary>A request with both of its collections of headers, sent over a socket to a server that answers with what it has got, byte for byte.</summary>
internal sealed class LentRequest : LentObject
{
    private const string Foreign = "00-11111111111111111111111111111111-2222222222222222-01";

    private readonly EchoServer _server = new();
    // None of the framework's own tracing: what goes out is the copy as it is.
    private readonly HttpMessageInvoker _wire = new(new SocketsHttpHandler { ActivityHeadersPropagator = null, MaxConnectionsPerServer = 8 });
    private readonly DistributedContextPropagator? _propagator;
    private readonly HttpRequestMessage _request;

    public LentRequest(bool ownPropagator, bool ownContext)
    {
        _propagator = ownPropagator ? new Tenant() : null;
        _request = new(HttpMethod.Post, _server.Url) { Content = new StringContent("ham and eggs: ütf8", Encoding.UTF8, "text/plain"), Version = HttpVersion.Version11 };
        _request.Headers.TryAddWithoutValidation("x-own", ["a", "b"]);
        _request.Headers.Add("Accept", "text/plain");
        _request.Content.Headers.Add("x-part", "of the content");
        _request.Options.Set(new HttpRequestOptionsKey<string>("own"), "option");
        if (!ownContext)
            return;
        _request.Headers.TryAddWithoutValidation("traceparent", Foreign);
        _request.Content.Headers.TryAddWithoutValidation("traceparent", Foreign);
    }

    public override IReadOnlyList<string> Plain =>
    [
        "POST / HTTP/1.1: ", "x-own: a, b", "Accept: text/plain", "x-part: of the content", "Content-Type: text/plain; charset=utf-8", "Content-Length: 19",
        $"Host: {_server.Url.Authority}", "body: ham and eggs: ütf8",
        .. _propagator is null ? (string[])[] : ["x-tenant: seven"],
    ];

    // Of what is not validated, which reading does not change either.
    public override string Look() => string.Join('\n',
    [
        $"{_request.Method} {_request.RequestUri} {_request.Version} {_request.Content!.Headers.ContentLength}",
        .. _request.Headers.NonValidated.Select(header => $"{header.Key}={header.Value}"),
        .. _request.Content.Headers.NonValidated.Select(header => $"{header.Key}={header.Value}"),
        .. _request.Options.Select(option => $"{option.Key}={option.Value}"),
    ]);

    public override async Task<IReadOnlyList<string>> Send(Span span)
    {
        using var activity = new Activity("System.Net.Http.HttpRequestOut").Start();
        var call = new HttpCall(_request, activity, span, span: null);
        call.Begin();
        if (_propagator is { } own)
            own.Inject(activity, call.Show(own), static (carrier, name, value) => PrivateRequest.Set(((HttpRequestMessage)carrier!).Headers, name, value));
        else
            call.Agree(DistributedContextPropagator.CreateDefaultPropagator(), new object(), static (_, _, _) => { });
        var lent = (HttpRequestMessage)new SentRequest().Lend(_request, null)!;
        // The head is the copy's and the body the application's; the content is as it was after each.
        using var sent = new HttpRequestMessage(lent.Method, lent.RequestUri) { Content = new ByteArrayContent(await _request.Content!.ReadAsByteArrayAsync()) };
        foreach (var (name, values) in lent.Headers.NonValidated)
            sent.Headers.TryAddWithoutValidation(name, values);
        foreach (var (name, values) in lent.Content!.Headers.NonValidated)
            sent.Content.Headers.TryAddWithoutValidation(name, values);
        using var response = await _wire.SendAsync(sent, CancellationToken.None);
        return Lines(await response.Content.ReadAsStringAsync());
    }

    public override void Dispose()
    {
        _wire.Dispose();
        _request.Dispose();
        _server.Dispose();
        base.Dispose();
    }

    private static List<string> Lines(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = request[..end].Split("\r\n");
        return [head[0] + ": ", .. head[1..], "body: " + request[(end + 4)..]];
    }

    /// <summary>A program's own, which sends something of its own as well.</summary>
    private sealed class Tenant : DistributedContextPropagator
    {
        private readonly DistributedContextPropagator _inner = CreateDefaultPropagator();

        public override IReadOnlyCollection<string> Fields => _inner.Fields;

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
        {
            _inner.Inject(activity, carrier, setter);
            setter!(carrier, "x-tenant", "seven");
        }

        public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
            _inner.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => _inner.ExtractBaggage(carrier, getter);
    }
}
