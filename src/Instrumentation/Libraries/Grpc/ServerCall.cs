using System.Globalization;
using DdRun.Instrumentation.Integrations;
using DdRun.Instrumentation.Integrations.Grpc;
using DdRun.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DdRun.Libraries.Grpc;

/// <summary>The <c>grpc.request</c> span of a call that Grpc.AspNetCore serves: from the match of its endpoint to the end of the request.</summary>
internal static class ServerCall
{
    private const string Metadata = "Grpc.AspNetCore.Server.GrpcMethodMetadata";

    private static readonly PropertyReader<object> s_method = new("Method");
    private static readonly PropertyReader<string> s_path = new("FullName");

    /// <summary>Null for endpoints that are no gRPC methods.</summary>
    public static Span? Start(Endpoint endpoint)
    {
        foreach (var item in endpoint.Metadata)
        {
            if (item.GetType().FullName != Metadata || s_method.Read(item) is not { } method || s_path.Read(method) is not { } path)
                continue;
            var span = TracerCore.Current.Begin(GrpcTags.SpanName, null, null, "grpc");
            GrpcTags.OnStart(span, path, GrpcTags.Kind(method.GetType().GetProperty("Type")?.GetValue(method)), "server");
            return span;
        }
        return null;
    }

    public static void End(Span span, HttpContext context, Exception? exception)
    {
        if (exception is not null)
            span.SetException(exception);
        if (int.TryParse(Trailer(context, "grpc-status"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var code))
            GrpcTags.OnStatus(span, code, Trailer(context, "grpc-message") is { } text ? Uri.UnescapeDataString(text) : null);
        else if (context.RequestAborted.IsCancellationRequested)
            GrpcTags.OnStatus(span, 1, null);
        span.Finish();
    }

    // An answer without messages has its status among the headers.
    private static string? Trailer(HttpContext context, string name)
    {
        var trailers = context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers;
        if (trailers is not null && trailers.TryGetValue(name, out var value) && value.Count > 0)
            return value.ToString();
        return context.Response.Headers.TryGetValue(name, out value) ? value.ToString() : null;
    }
}
