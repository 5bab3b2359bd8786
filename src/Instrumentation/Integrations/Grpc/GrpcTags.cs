using System.Globalization;

namespace DdRun.Instrumentation.Integrations.Grpc;

/// <summary>What spans of gRPC calls carry, on both sides.</summary>
internal static class GrpcTags
{
    /// <summary>What the switch calls the library.</summary>
    public const string Integration = "Grpc";

    public const string SpanName = "grpc.request";

    public const int Cancelled = 1;
    public const int Unknown = 2;
    public const int DeadlineExceeded = 4;

    private static readonly string[] s_codes = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16"];

    private static readonly string[] s_names =
    [
        "OK", "Cancelled", "Unknown", "InvalidArgument", "DeadlineExceeded", "NotFound", "AlreadyExists", "PermissionDenied", "ResourceExhausted",
        "FailedPrecondition", "Aborted", "OutOfRange", "Unimplemented", "Internal", "Unavailable", "DataLoss", "Unauthenticated",
    ];

    public static void OnStart(Span span, GrpcMethod method, string spanKind)
    {
        span.Resource = method.Path;
        span.Store("span.kind", spanKind);
        span.Store("component", "Grpc");
        span.Store("grpc.method.path", method.Path);
        span.Store("grpc.method.name", method.Name);
        span.Store("grpc.method.service", method.Service);
        span.Store("grpc.method.package", method.Package);
        if (method.Kind is { } kind)
            span.Store("grpc.method.kind", kind);
    }

    public static void OnStatus(Span span, int code, string? detail, Exception? exception)
    {
        span.Store("grpc.status.code", (uint)code < (uint)s_codes.Length ? s_codes[code] : code.ToString(CultureInfo.InvariantCulture));
        if (code == 0)
            return;
        // Where the call was given up, all that the exception tells is that it was.
        if (exception is not null && !(exception is OperationCanceledException && code is Cancelled or DeadlineExceeded))
        {
            span.SetException(exception);
            return;
        }
        span.Error = true;
        if (span.FindStored("error.message") is null)
            span.Store("error.message", detail is { Length: > 0 } ? detail : s_names[(uint)code < (uint)s_names.Length ? code : Unknown]);
    }
}
