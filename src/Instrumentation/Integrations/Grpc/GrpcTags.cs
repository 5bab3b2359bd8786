namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>What spans of gRPC calls carry, on both sides.</summary>
internal static class GrpcTags
{
    public const string SpanName = "grpc.request";

    private static readonly string[] s_codes = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16"];

    /// <param name="path"><c>/package.Service/Method</c>.</param>
    public static void OnStart(Span span, string path, string? kind, string spanKind)
    {
        var service = path.AsSpan().Trim('/');
        var method = service;
        var slash = service.LastIndexOf('/');
        if (slash >= 0)
        {
            method = service[(slash + 1)..];
            service = service[..slash];
        }
        var dot = service.LastIndexOf('.');
        span.Resource = path;
        span.Store("span.kind", spanKind);
        span.Store("component", "Grpc");
        span.Store("grpc.method.path", path);
        span.Store("grpc.method.name", method.ToString());
        span.Store("grpc.method.service", service[(dot + 1)..].ToString());
        span.Store("grpc.method.package", dot < 0 ? "" : service[..dot].ToString());
        if (kind is not null)
            span.Store("grpc.method.kind", kind);
    }

    public static void OnStatus(Span span, int code, string? detail)
    {
        span.Store("grpc.status.code", (uint)code < (uint)s_codes.Length ? s_codes[code] : code.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (code == 0)
            return;
        span.Error = true;
        if (span.FindStored("error.message") is null && detail is { Length: > 0 })
            span.Store("error.message", detail);
    }

    /// <summary><c>MethodType</c> of the library, by name.</summary>
    public static string? Kind(object? type) => type?.ToString() switch
    {
        "Unary" => "unary",
        "ClientStreaming" => "client_streaming",
        "ServerStreaming" => "server_streaming",
        "DuplexStreaming" => "duplex_streaming",
        _ => null,
    };
}
