using System.Globalization;
using DdRun.Export.Datadog.Stats.Obfuscation;

namespace DdRun.Export.Otlp;

/// <summary>
/// What a span's tags say together, as the semantic conventions want it: its name, and the attributes that come out of several tags or of one in
/// parts. On the writer's thread.
/// </summary>
internal sealed class SpanConventions(AttributeNames names)
{
    private const int Attributes = 9, ServerError = 500, ClientError = 400;

    private static readonly string[] s_grpcStatuses =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    private readonly DbStatements _statements = new();
    private readonly NamePairs _names = new();

    /// <summary>Writes the attributes and answers the name.</summary>
    public string Write(ref ProtobufWriter writer, Span span, in SpanFacts facts)
    {
        var kind = SpanKinds.Of(facts.Kind);
        if (facts.RpcMethod is { } rpc)
            return WriteRpc(ref writer, span, rpc, facts);
        if (facts.HttpMethod is { } method && kind is SpanKinds.Server or SpanKinds.Client)
            return WriteHttp(ref writer, method, facts, kind == SpanKinds.Server);
        if (DbSystem(span, facts) is { } system)
            return WriteDatabase(ref writer, span, system, facts);
        if (facts.AmqpCommand is { } command)
            return WriteAmqp(ref writer, command, facts);
        if (facts.Component == "kafka")
            return WriteKafka(ref writer, facts, kind);
        return span.Name;
    }

    /// <summary>Whether a span failed by the conventions, though nobody has marked it: clients take every status from 400 on for a failure.</summary>
    public static bool Fails(in SpanFacts facts) =>
        facts.HttpStatus >= ClientError && facts.HttpMethod is not null && facts.RpcMethod is null && SpanKinds.Of(facts.Kind) == SpanKinds.Client;

    private string WriteHttp(ref ProtobufWriter writer, string method, in SpanFacts facts, bool isServer)
    {
        var known = KnownMethod(method);
        writer.Attribute(Attributes, KnownKeys.HttpMethod, known ?? "_OTHER");
        if (!ReferenceEquals(known, method) && known != method)
            writer.Attribute(Attributes, KnownKeys.HttpMethodOriginal, method);
        if (names.OlderHttp)
            writer.Attribute(Attributes, KnownKeys.OlderHttpMethod, method);
        if (facts.HttpUrl is { } url)
            WriteUrl(ref writer, url, facts, isServer);
        if (facts.ErrorType is null && facts.HttpStatus >= (isServer ? ServerError : ClientError))
            writer.Attribute(Attributes, KnownKeys.ErrorType, facts.HttpStatus.ToString(CultureInfo.InvariantCulture));
        known ??= "HTTP";
        return facts.HttpRoute is { } route && isServer ? _names.Of(known, route) : known;
    }

    private void WriteUrl(ref ProtobufWriter writer, string url, in SpanFacts facts, bool isServer)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return;
        var rest = url.AsSpan(scheme + 3);
        var slash = rest.IndexOfAny("/?#");
        var authority = slash < 0 ? rest : rest[..slash];
        var target = slash < 0 ? [] : rest[slash..];
        var question = target.IndexOf('?');
        if (isServer)
        {
            writer.Attribute(Attributes, KnownKeys.UrlScheme, url.AsSpan(0, scheme));
            var path = question < 0 ? target : target[..question];
            writer.Attribute(Attributes, KnownKeys.UrlPath, path.Length == 0 ? "/" : path);
            if (question >= 0)
                writer.Attribute(Attributes, KnownKeys.UrlQuery, target[(question + 1)..]);
            if (facts.HttpHost is { Length: > 0 } host)
                authority = host;
        }
        else
        {
            writer.Attribute(Attributes, KnownKeys.UrlFull, url);
        }
        if (names.OlderHttp)
        {
            writer.Attribute(Attributes, KnownKeys.OlderHttpUrl, url);
            if (isServer)
                writer.Attribute(Attributes, KnownKeys.OlderHttpTarget, target);
            if (isServer)
                writer.Attribute(Attributes, KnownKeys.OlderHttpScheme, url.AsSpan(0, scheme));
        }
        WriteAuthority(ref writer, authority[(authority.LastIndexOf('@') + 1)..], facts, url.AsSpan(0, scheme));
    }

    private static void WriteAuthority(ref ProtobufWriter writer, ReadOnlySpan<char> authority, in SpanFacts facts, ReadOnlySpan<char> scheme)
    {
        var colon = authority.LastIndexOf(':');
        if (colon >= 0 && authority.EndsWith("]", StringComparison.Ordinal))
            colon = -1;
        var host = colon < 0 ? authority : authority[..colon];
        if (host.Length > 2 && host[0] == '[')
            host = host[1..^1];
        if (facts.ServerAddress is null && host.Length > 0)
            writer.Attribute(Attributes, KnownKeys.ServerAddress, host);
        if (facts.HasServerPort)
            return;
        if (colon >= 0 && ushort.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            writer.Attribute(Attributes, KnownKeys.ServerPort, (long)port);
        else if (colon < 0 && host.Length > 0)
            writer.Attribute(Attributes, KnownKeys.ServerPort, scheme.SequenceEqual("https") ? 443L : 80L);
    }

    private static string? KnownMethod(string method) => method switch
    {
        "GET" or "POST" or "PUT" or "DELETE" or "HEAD" or "PATCH" or "OPTIONS" or "CONNECT" or "TRACE" or "QUERY" => method,
        _ => method.ToUpperInvariant() is var upper && upper != method ? KnownMethod(upper) : null,
    };

    private string WriteRpc(ref ProtobufWriter writer, Span span, string path, in SpanFacts facts)
    {
        var method = path.StartsWith('/') ? path.AsSpan(1) : path;
        writer.Attribute(Attributes, KnownKeys.RpcSystem, "grpc");
        writer.Attribute(Attributes, KnownKeys.RpcMethod, method);
        if (names.OlderRpc)
        {
            writer.Attribute(Attributes, KnownKeys.OlderRpcSystem, "grpc");
            var slash = method.LastIndexOf('/');
            if (slash > 0)
                writer.Attribute(Attributes, KnownKeys.OlderRpcService, method[..slash]);
        }
        if (facts.RpcStatus is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            var status = (uint)code < (uint)s_grpcStatuses.Length ? s_grpcStatuses[code] : text;
            writer.Attribute(Attributes, KnownKeys.RpcStatus, status);
            if (names.OlderRpc)
                writer.Attribute(Attributes, KnownKeys.OlderRpcStatus, (long)code);
            if (span.Error && facts.ErrorType is null)
                writer.Attribute(Attributes, KnownKeys.ErrorType, status);
        }
        return _names.Part(path, path.Length - method.Length);
    }

    private static string? DbSystem(Span span, in SpanFacts facts) => facts.DbSystem switch
    {
        null => span.Type switch { "redis" => "redis", "mongodb" => "mongodb", _ => null },
        "postgres" => "postgresql",
        "sql-server" => "microsoft.sql_server",
        "oracle" => "oracle.db",
        var other => other,
    };

    private string WriteDatabase(ref ProtobufWriter writer, Span span, string system, in SpanFacts facts)
    {
        writer.Attribute(Attributes, KnownKeys.DbSystem, system);
        if (names.OlderDatabase)
            writer.Attribute(Attributes, KnownKeys.OlderDbSystem, system);
        string? operation, summary, text;
        switch (system)
        {
            case "redis":
                operation = summary = span.Resource;
                text = facts.DbQuery is { } command ? RedisObfuscator.Obfuscate(command) : null;
                break;
            case "mongodb":
                // "find dishes" is the command and the database.
                var blank = span.Resource.IndexOf(' ', StringComparison.Ordinal);
                operation = blank < 0 ? span.Resource : _names.Part(span.Resource, 0, blank);
                summary = facts.DbCollection is { } collection ? _names.Of(operation, collection) : operation;
                text = facts.DbQuery is { } query ? DbStatements.OfJson(query) : null;
                break;
            default:
                if (!span.HasResource)
                    return span.Name;
                var statement = _statements.OfSql(span.Resource);
                (operation, summary, text) = (statement.Operation, statement.Summary, statement.Text);
                if (statement.Collection is { } table)
                    writer.Attribute(Attributes, KnownKeys.DbCollection, table);
                if (summary is not null)
                    writer.Attribute(Attributes, KnownKeys.DbSummary, summary);
                break;
        }
        if (operation is not null)
            writer.Attribute(Attributes, KnownKeys.DbOperation, operation);
        if (operation is not null && names.OlderDatabase)
            writer.Attribute(Attributes, KnownKeys.OlderDbOperation, operation);
        if (text is not null)
            writer.Attribute(Attributes, KnownKeys.DbQuery, text);
        if (text is not null && names.OlderDatabase)
            writer.Attribute(Attributes, KnownKeys.OlderDbStatement, text);
        return summary ?? system;
    }

    private string WriteAmqp(ref ProtobufWriter writer, string command, in SpanFacts facts)
    {
        writer.Attribute(Attributes, KnownKeys.MessagingSystem, "rabbitmq");
        var (name, type) = command switch
        {
            "basic.publish" => ("publish", "send"),
            "basic.deliver" => ("deliver", "process"),
            "basic.get" => ("get", "receive"),
            "basic.ack" or "basic.nack" or "basic.reject" => (command[6..], "settle"),
            _ => (command, null),
        };
        writer.Attribute(Attributes, KnownKeys.MessagingOperation, name);
        if (type is not null)
            writer.Attribute(Attributes, KnownKeys.MessagingOperationType, type);
        var destination = facts.Exchange is { Length: > 0 } exchange ? facts.RoutingKey is { Length: > 0 } key ? _names.Of(exchange, key, ':') : exchange
            : facts.Queue ?? facts.RoutingKey;
        if (destination is not { Length: > 0 })
            return name;
        writer.Attribute(Attributes, KnownKeys.MessagingDestination, destination);
        return _names.Of(name, destination);
    }

    private string WriteKafka(ref ProtobufWriter writer, in SpanFacts facts, int kind)
    {
        writer.Attribute(Attributes, KnownKeys.MessagingSystem, "kafka");
        var (name, type) = kind == SpanKinds.Producer ? ("produce", "send") : ("consume", "receive");
        writer.Attribute(Attributes, KnownKeys.MessagingOperation, name);
        writer.Attribute(Attributes, KnownKeys.MessagingOperationType, type);
        if (facts.KafkaPartition is { } partition)
            writer.Attribute(Attributes, KnownKeys.MessagingPartition, partition.AsSpan().Trim("[]"));
        return facts.Destination is { } topic ? _names.Of(name, topic) : name;
    }
}
