namespace DdRun.Configuration.Declarations;

internal static class HttpVariables
{
    [Documented("Headers to tag: `header:tag`, separated by commas; without a tag `http.request.headers.<name>` and `http.response.headers.<name>`.")]
    public static readonly Setting<string?> HeaderTags = new("DD_TRACE_HEADER_TAGS", null);

    [Documented("gRPC metadata to tag, written alike; without a tag `grpc.request.metadata.<name>` and `grpc.response.metadata.<name>`.")]
    public static readonly Setting<string?> GrpcTags = new("DD_TRACE_GRPC_TAGS", null);

    [Documented("Leaves out the `http.request` span below each `grpc.request` span of a client.")]
    public static readonly Setting<bool> GrpcSuppressHttp = new("DD_TRACE_GRPC_SUPPRESS_HTTP", false);

    [Documented("Statuses that make a server span an error: codes and ranges, separated by commas.")]
    public static readonly Setting<string?> ServerErrorStatuses = new("DD_TRACE_HTTP_SERVER_ERROR_STATUSES", "500-599");

    [Documented("Statuses that make a client span an error.")]
    public static readonly Setting<string?> ClientErrorStatuses = new("DD_TRACE_HTTP_CLIENT_ERROR_STATUSES", "400-499");

    [Documented("Keeps the query in `http.url` of server spans.")]
    public static readonly Setting<bool> ServerQueryString = new("DD_HTTP_SERVER_TAG_QUERY_STRING", true);

    [Documented("Keeps the query in `http.url` of client spans.")]
    public static readonly Setting<bool> ClientQueryString = new("DD_TRACE_HTTP_CLIENT_TAG_QUERY_STRING", true);

    [Documented("Expression whose matches in a query become `<redacted>`; empty = off; one that does not compile drops the query.", Default = "built in: passwords, tokens, keys")]
    public static readonly Setting<string?> QueryObfuscation = new("DD_TRACE_OBFUSCATION_QUERY_STRING_REGEXP", null);

    [Documented("Tags `http.client_ip` and `network.client.ip`.")]
    public static readonly Setting<bool> ClientIp = new("DD_TRACE_CLIENT_IP_ENABLED", false);

    [Documented("Tags `http.endpoint` on server spans without a route: the path with numbers, hexadecimal ids and long texts replaced. Statistics tell endpoints apart by it.")]
    public static readonly Setting<bool> ResourceRenaming = new("DD_TRACE_RESOURCE_RENAMING_ENABLED", false);

    [Documented("With `DD_TRACE_RESOURCE_RENAMING_ENABLED`: also on spans that have a route.")]
    public static readonly Setting<bool> SimplifiedEndpoint = new("DD_TRACE_RESOURCE_RENAMING_ALWAYS_SIMPLIFIED_ENDPOINT", false);

    [Documented("The one header to take the client's address from.")]
    public static readonly Setting<string?> ClientIpHeader = new("DD_TRACE_CLIENT_IP_HEADER", null);
}
