using System.Diagnostics;
using System.Net;
using DdRun.Integrations.Tests.AspNetCore;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Hosting;

namespace DdRun.Integrations.Tests.Grpc;

/// <summary>Calls over HTTP/2 whose client and server report as the gRPC libraries do.</summary>
public sealed class GrpcTests : TracedProcess
{
    private const string Path = "/sandwich.v1.Shop/Order";

    private static readonly DiagnosticListener s_client = new("Grpc.Net.Client");

    [Theory]
    [InlineData(MethodType.Unary, "unary")]
    [InlineData(MethodType.DuplexStreaming, "duplex_streaming")]
    public async Task A_call_is_a_span_on_both_sides(MethodType type, string kind)
    {
        await using var shop = await Serve(type, "0", null);
        await Call(shop);
        var server = (await Finished.WaitForAny(IsServer, "the server's span"))!;
        var client = (await Finished.WaitForAny(IsClient, "the client's span"))!;
        var http = await Span("http.request");
        var request = await Span("aspnet_core.request");
        Assert.Equal([client.SpanId, http.SpanId, request.SpanId], [http.ParentId, request.ParentId, server.ParentId]);
        foreach (var span in new[] { client, server })
        {
            Assert.Equal(Path, span.Resource);
            Assert.Equal("grpc", span.Type);
            Assert.Equal("Grpc", span.GetTag("component"));
            Assert.Equal("Order", span.GetTag("grpc.method.name"));
            Assert.Equal("Shop", span.GetTag("grpc.method.service"));
            Assert.Equal("sandwich.v1", span.GetTag("grpc.method.package"));
            Assert.Equal(Path, span.GetTag("grpc.method.path"));
            Assert.Equal("0", span.GetTag("grpc.status.code"));
            Assert.False(span.Error);
        }
        Assert.Equal(kind, server.GetTag("grpc.method.kind"));
        Assert.Equal("127.0.0.1", client.GetTag("out.host"));
    }

    [Fact]
    public async Task A_status_other_than_ok_is_an_error()
    {
        await using var shop = await Serve(MethodType.Unary, "5", "no%20such%20bread");
        await Call(shop);
        foreach (var match in new Predicate<Span>[] { IsServer, IsClient })
        {
            var span = await Finished.WaitForAny(match, "both spans");
            Assert.True(span.Error);
            Assert.Equal("5", span.GetTag("grpc.status.code"));
            Assert.Equal("no such bread", span.GetTag("error.message"));
        }
    }

    private static bool IsServer(Span span) => span.Name == "grpc.request" && span.GetTag("span.kind") == "server";

    private static bool IsClient(Span span) => span.Name == "grpc.request" && span.GetTag("span.kind") == "client";

    private static Task<Shop> Serve(MethodType type, string status, string? message) => Shop.Start(
        app => app.MapPost(Path, async (HttpContext context) =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.DeclareTrailer("grpc-status");
            await context.Response.Body.WriteAsync(new byte[5]);
            context.Response.AppendTrailer("grpc-status", status);
            if (message is not null)
                context.Response.AppendTrailer("grpc-message", message);
        }).WithMetadata(new GrpcMethodMetadata(new(Path, type))),
        builder => builder.WebHost.ConfigureKestrel(options => options.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2)));

    // What GrpcCall.RunCall does around its request.
    private static async Task Call(Shop shop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(new byte[5]) { Headers = { { "Content-Type", "application/grpc" } } },
        };
        request.RequestUri = new Uri(shop.Client.BaseAddress!, Path);
        using var activity = new Activity("Grpc.Net.Client.GrpcOut");
        activity.SetTag("grpc.method", Path).Start();
        s_client.Write("Grpc.Net.Client.GrpcOut.Start", new { Request = request });
        using var response = await shop.Client.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        activity.SetTag("grpc.status_code", response.TrailingHeaders.GetValues("grpc-status").Single());
        s_client.Write("Grpc.Net.Client.GrpcOut.Stop", new { Request = request, Response = response });
    }
}
