namespace DdRun.Export.Otlp;

/// <summary>
/// The table from our integrations' tags to the semantic conventions. Everything that is said about a tag's name is said here; what a span's tags
/// say together is up to <see cref="SpanConventions"/>.
/// </summary>
internal sealed class AttributeNames
{
    // Applications may make up keys without end: no more than so many are remembered.
    private const int Slots = 2048, MaxKnown = 1024;

    private readonly AttributeName?[] _slots = new AttributeName?[Slots];
    private int _known;

    /// <param name="olderNames">What <c>OTEL_SEMCONV_STABILITY_OPT_IN</c> says.</param>
    public AttributeNames(string? olderNames)
    {
        OlderHttp = Has(olderNames, "http/dup");
        OlderDatabase = Has(olderNames, "database/dup");
        OlderRpc = Has(olderNames, "rpc/dup");
        foreach (var name in Table())
            Insert(name);
    }

    /// <summary>Whether spans carry the names of before the conventions were stable as well.</summary>
    public bool OlderHttp { get; }

    public bool OlderDatabase { get; }
    public bool OlderRpc { get; }

    /// <summary>What becomes of a tag.</summary>
    public AttributeName Of(string tag)
    {
        for (var i = Hash(tag); ; i++)
        {
            var name = _slots[i & (Slots - 1)];
            if (name is null)
                return Add(tag);
            if (ReferenceEquals(name.Tag, tag) || string.Equals(name.Tag, tag))
                return name;
        }
    }

    private AttributeName Add(string tag)
    {
        var name = new AttributeName(tag, tag.StartsWith("_dd", StringComparison.Ordinal) ? null : tag);
        if (_known < MaxKnown)
            Insert(name);
        return name;
    }

    private void Insert(AttributeName name)
    {
        var i = Hash(name.Tag);
        while (_slots[i & (Slots - 1)] is not null)
            i++;
        _slots[i & (Slots - 1)] = name;
        _known++;
    }

    private static bool Has(string? list, string word) =>
        list is not null && Array.Exists(list.Split(','), part => part.Trim().Equals(word, StringComparison.OrdinalIgnoreCase));

    private static int Hash(string tag) =>
        tag.Length == 0 ? 0 : tag.Length * 131 + tag[0] * 31 + tag[tag.Length / 2] * 2053 + tag[^1] * 17 + tag[(tag.Length - 1) * 3 / 4] * 257;

    private AttributeName[] Table() =>
    [
        new("span.kind", null, SpanFact.Kind),
        new("component", null, SpanFact.Component),
        new("language", null),
        new("runtime-id", null),
        new("env", null),
        new("version", null),
        new("process_id", null),
        new("operation.name", null),
        new("resource.name", null),
        new("service.name", null),
        new("span.type", null),

        new("http.method", null, SpanFact.HttpMethod),
        new("http.url", null, SpanFact.HttpUrl),
        new("http.request.headers.host", null, SpanFact.HttpHost),
        new("http.route", "http.route", SpanFact.HttpRoute),
        new("aspnet_core.route", null),
        new("http.status_code", "http.response.status_code", SpanFact.HttpStatus, AttributeForm.Integer, older: OlderHttp ? "http.status_code" : null),
        new("http.useragent", "user_agent.original", older: OlderHttp ? "http.user_agent" : null),
        new("http.client_ip", "client.address", older: OlderHttp ? "http.client_ip" : null),
        new("network.client.ip", "network.peer.address"),
        new("http-client-handler-type", null),

        new("out.host", "server.address", SpanFact.ServerAddress),
        new("out.port", "server.port", SpanFact.ServerPort, AttributeForm.Integer),
        new("network.destination.port", "server.port", SpanFact.ServerPort, AttributeForm.Integer),

        new("db.type", null, SpanFact.DbSystem),
        new("db.name", "db.namespace", older: OlderDatabase ? "db.name" : null),
        new("db.redis.database_index", "db.namespace", form: AttributeForm.Text, older: OlderDatabase ? "db.redis.database_index" : null),
        new("mongodb.collection", "db.collection.name", SpanFact.DbCollection, older: OlderDatabase ? "db.mongodb.collection" : null),
        new("mongodb.query", null, SpanFact.DbQuery),
        new("redis.raw_command", null, SpanFact.DbQuery),

        new("messaging.destination.name", "messaging.destination.name", SpanFact.Destination),
        new("kafka.group", "messaging.consumer.group.name"),
        new("kafka.partition", null, SpanFact.KafkaPartition),
        new("kafka.offset", "messaging.kafka.offset", form: AttributeForm.Integer),
        new("kafka.tombstone", "messaging.kafka.message.tombstone", form: AttributeForm.Boolean),
        new("amqp.exchange", null, SpanFact.Exchange),
        new("amqp.routing_key", "messaging.rabbitmq.destination.routing_key", SpanFact.RoutingKey),
        new("amqp.queue", null, SpanFact.Queue),
        new("amqp.command", null, SpanFact.AmqpCommand),

        new("grpc.method.path", null, SpanFact.RpcMethod),
        new("grpc.method.name", null),
        new("grpc.method.service", null),
        new("grpc.method.package", null),
        new("grpc.status.code", null, SpanFact.RpcStatus),

        new("code.function.name", "code.function.name", SpanFact.Woven),

        new("error.type", "error.type", SpanFact.ErrorType),
        new("error.message", null, SpanFact.ErrorMessage),
        new("error.msg", null, SpanFact.ErrorMessage),
        new("error.stack", null, SpanFact.ErrorStack),

        new("otel.library.name", null, SpanFact.LibraryName),
        new("otel.library.version", null, SpanFact.LibraryVersion),
        new("otel.status_code", null, SpanFact.StatusCode),
        new("otel.status_description", null),
        new("otel.trace_id", null),
    ];
}
