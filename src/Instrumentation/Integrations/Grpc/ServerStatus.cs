using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>What a served call ended with.</summary>
internal readonly record struct ServerStatus(int Code, string? Detail, Exception? Exception)
{
    private const string Feature = "Grpc.AspNetCore.Server.IServerCallContextFeature";

    private static readonly PropertyReader<object> s_context = new("ServerCallContext");
    private static readonly PropertyReader<object> s_status = new("Status");

    /// <param name="context">The request, which is at its end.</param>
    /// <param name="exception">One that the service did not throw, or null: the library makes a status of its exceptions.</param>
    public static ServerStatus Of(HttpContext context, Exception? exception)
    {
        var aborted = context.RequestAborted.IsCancellationRequested;
        if (exception is null && int.TryParse(Header(context, "grpc-status"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var code))
        {
            if (code == 0)
                return default;
            exception = Known(context).Exception;
            // The library calls what the service throws when nobody listens any more an unknown failure.
            if (code == GrpcTags.Unknown && aborted && exception is OperationCanceledException or IOException)
                return new(GrpcTags.Cancelled, null, null);
            return new(code, Header(context, "grpc-message") is { } text ? Uri.UnescapeDataString(text) : null, exception);
        }
        if (aborted)
            return new(GrpcTags.Cancelled, null, exception);
        if (exception is not null)
            return new(GrpcTags.Unknown, null, exception);
        return Known(context) is { Code: >= 0 } known ? known : new(OfHttp(context.Response.StatusCode), null, null);
    }

    // An answer without messages has its status among the headers.
    private static string? Header(HttpContext context, string name)
    {
        if (ServerCalls.Trailers(context) is { } trailers && trailers.TryGetValue(name, out var value) && value.Count > 0)
            return value.ToString();
        return context.Response.Headers.TryGetValue(name, out value) ? value.ToString() : null;
    }

    // What the library keeps: the exception, which it sends to nobody, and the status where it has become part of the body, as for browsers.
    private static ServerStatus Known(HttpContext context)
    {
        foreach (var (type, feature) in context.Features)
        {
            if (type.FullName != Feature || s_context.Read(feature) is not { } call || s_status.Read(call) is not { } status)
                continue;
            return new(Convert.ToInt32(Read(status, "StatusCode"), CultureInfo.InvariantCulture), Read(status, "Detail") as string, Read(status, "DebugException") as Exception);
        }
        return new(-1, null, null);
    }

    private static object? Read(object status, string property) => status.GetType().GetProperty(property)?.GetValue(status);

    // What clients make of an answer that does not come from the library.
    private static int OfHttp(int status) => status switch
    {
        400 => 13,
        401 => 16,
        403 => 7,
        404 => 12,
        429 or 502 or 503 or 504 => 14,
        _ => GrpcTags.Unknown,
    };
}
