namespace DdRun.Export.Otlp;

/// <summary>Keys that are written by name, encoded once.</summary>
internal static class KnownKeys
{
    public static readonly byte[]
        HttpMethod = Of("http.request.method"),
        HttpMethodOriginal = Of("http.request.method_original"),
        OlderHttpMethod = Of("http.method"),
        OlderHttpUrl = Of("http.url"),
        OlderHttpTarget = Of("http.target"),
        OlderHttpScheme = Of("http.scheme"),
        UrlScheme = Of("url.scheme"),
        UrlPath = Of("url.path"),
        UrlQuery = Of("url.query"),
        UrlFull = Of("url.full"),
        ServerAddress = Of("server.address"),
        ServerPort = Of("server.port"),
        ErrorType = Of("error.type"),
        DbSystem = Of("db.system.name"),
        DbQuery = Of("db.query.text"),
        DbSummary = Of("db.query.summary"),
        DbOperation = Of("db.operation.name"),
        DbCollection = Of("db.collection.name"),
        OlderDbSystem = Of("db.system"),
        OlderDbStatement = Of("db.statement"),
        OlderDbOperation = Of("db.operation"),
        MessagingSystem = Of("messaging.system"),
        MessagingOperation = Of("messaging.operation.name"),
        MessagingOperationType = Of("messaging.operation.type"),
        MessagingDestination = Of("messaging.destination.name"),
        MessagingPartition = Of("messaging.destination.partition.id"),
        RpcSystem = Of("rpc.system.name"),
        RpcMethod = Of("rpc.method"),
        RpcStatus = Of("rpc.status_code"),
        OlderRpcSystem = Of("rpc.system"),
        OlderRpcService = Of("rpc.service"),
        OlderRpcStatus = Of("rpc.grpc.status_code"),
        ExceptionType = Of("exception.type"),
        ExceptionMessage = Of("exception.message"),
        ExceptionStack = Of("exception.stacktrace"),
        OperationName = Of("operation.name"),
        ResourceName = Of("resource.name"),
        SpanType = Of("span.type"),
        SpanKind = Of("span.kind");

    private static byte[] Of(string key) => ProtobufWriter.EncodeKey(key);
}
