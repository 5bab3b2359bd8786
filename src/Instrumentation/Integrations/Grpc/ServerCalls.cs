using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Hosting;
using DdRun.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>The <c>grpc.request</c> spans of calls that Grpc.AspNetCore serves: from the match of the endpoint to the end of the request.</summary>
internal sealed class ServerCalls(Settings settings)
{
    private const string Metadata = "Grpc.AspNetCore.Server.GrpcMethodMetadata";

    private static readonly PropertyReader<object> s_method = new("Method");

    private readonly ConditionalWeakTable<Endpoint, GrpcMethod> _methods = [];
    private readonly HeaderTags? _metadata = settings.GrpcTags.Headers.Count > 0 ? settings.GrpcTags : null;

    /// <summary>Null for endpoints that are no gRPC methods.</summary>
    public Span? Start(Endpoint endpoint, HttpContext context)
    {
        if (!_methods.TryGetValue(endpoint, out var method))
        {
            if (Find(endpoint) is not { } found)
                return null;
            _methods.AddOrUpdate(endpoint, method = found);
        }
        var span = ProcessTracer.Current.Begin(GrpcTags.SpanName, null, null, "grpc");
        GrpcTags.OnStart(span, method, "server");
        AddMetadata(span, context.Request.Headers, response: false);
        return span;
    }

    public void End(Span span, HttpContext context, Exception? exception)
    {
        AddMetadata(span, context.Response.Headers, response: true);
        if (Trailers(context) is { } trailers)
            AddMetadata(span, trailers, response: true);
        var status = ServerStatus.Of(context, exception);
        GrpcTags.OnStatus(span, status.Code, status.Detail, status.Exception);
        span.Finish();
    }

    public static IHeaderDictionary? Trailers(HttpContext context) => context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers;

    private static GrpcMethod? Find(Endpoint endpoint)
    {
        foreach (var item in endpoint.Metadata)
            if (item.GetType().FullName == Metadata && s_method.Read(item) is { } method)
                return GrpcMethod.Of(method);
        return null;
    }

    private void AddMetadata(Span span, IHeaderDictionary headers, bool response) =>
        _metadata?.Apply(name => headers.TryGetValue(name, out var values) ? values.ToString() : null, response, (tag, value) => span.SetTag(tag, value));
}
