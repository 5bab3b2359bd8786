using System.Net;
using System.Net.Http.Headers;
using DdRun.Propagation;
using Grpc.Core;
using Grpc.Net.Client;

namespace DdRun.Integrations.Tests.Lending;

/// <summary>Metadata that many calls of one channel share. Its handler is the program's own, so that the context is written by us and not by the framework.</summary>
internal sealed class LentMetadata : LentObject
{
    private static readonly Marshaller<byte[]> s_bytes = Marshallers.Create(static bytes => bytes, static bytes => bytes);
    private static readonly Method<byte[], byte[]> s_method = new(MethodType.Unary, "Shop", "Order", s_bytes, s_bytes);

    private readonly Metadata _metadata = new() { { "own", "value" }, { "own", "another" }, { "raw-bin", new byte[] { 1, 2 } }, { "traceparent", "00-11111111111111111111111111111111-2222222222222222-01" } };
    private readonly AsyncLocal<List<string>?> _sent = new();
    private readonly GrpcChannel _channel;

    public LentMetadata() => _channel = GrpcChannel.ForAddress("http://nowhere", new() { HttpHandler = new Answering(_sent) });

    public override IReadOnlyList<string> Plain => ["own: value, another", "raw-bin: AQI=", "body: 0000000001 07"];

    public override string Look() => string.Join('\n', _metadata.Select(entry => $"{entry.Key}={(entry.IsBinary ? Convert.ToHexString(entry.ValueBytes) : entry.Value)}"));

    public override async Task<IReadOnlyList<string>> Send(Span span)
    {
        var sent = _sent.Value = [];
        using var call = _channel.CreateCallInvoker().AsyncUnaryCall(s_method, null, new(_metadata), [7]);
        Assert.Equal([8], await call.ResponseAsync);
        return sent;
    }

    // The call has a span of its own below.
    public override IEnumerable<string> Context(Span span) => [$"x-datadog-trace-id: {span.Root.TraceIdLow}"];

    public override bool IsContext(string name) => ContextFields.Contains(name);

    public override void Dispose()
    {
        _channel.Dispose();
        base.Dispose();
    }

    private sealed class Answering(AsyncLocal<List<string>?> sent) : HttpMessageHandler
    {
        private static readonly string[] s_transport = ["User-Agent", "TE", "grpc-accept-encoding", "grpc-timeout"];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            sent.Value!.AddRange(request.Headers.NonValidated.Where(header => !s_transport.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).Select(header => $"{header.Key}: {header.Value}"));
            var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            sent.Value.Add($"body: {Convert.ToHexString(body[..5])} {Convert.ToHexString(body[5..])}");
            var content = new ByteArrayContent([0, 0, 0, 0, 1, 8]);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = content, Version = HttpVersion.Version20 };
            response.TrailingHeaders.Add("grpc-status", "0");
            return response;
        }
    }
}
