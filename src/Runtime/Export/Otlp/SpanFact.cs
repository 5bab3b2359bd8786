namespace DdRun.Export.Otlp;

/// <summary>A tag that says something for the span as a whole, besides being an attribute or instead.</summary>
internal enum SpanFact
{
    None,
    Kind,
    Component,
    HttpMethod,
    HttpUrl,
    HttpHost,
    HttpRoute,
    HttpStatus,
    ServerAddress,
    ServerPort,
    DbSystem,
    DbCollection,
    DbQuery,
    Destination,
    Exchange,
    RoutingKey,
    Queue,
    AmqpCommand,
    KafkaPartition,
    RpcMethod,
    RpcStatus,
    ErrorType,
    ErrorMessage,
    ErrorStack,
    LibraryName,
    LibraryVersion,
    StatusCode,
    Woven,
}
