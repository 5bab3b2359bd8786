using DdRun.Identity;

namespace DdRun.Export.Otlp;

/// <summary>What a span's tags say together; gathered while they are written.</summary>
internal struct SpanFacts
{
    private const string ManualScope = "dd-run", ManifestScope = "dd-run.manifest";

    public string? Kind, Component, LibraryName, LibraryVersion, StatusCode;
    public string? ErrorType, ErrorMessage, ErrorStack;
    public string? HttpMethod, HttpUrl, HttpHost, HttpRoute, ServerAddress;
    public string? DbSystem, DbCollection, DbQuery;
    public string? Destination, Exchange, RoutingKey, Queue, AmqpCommand, KafkaPartition;
    public string? RpcMethod, RpcStatus;
    public int HttpStatus;
    public bool HasServerPort, IsWoven;

    /// <summary>Who has made the span.</summary>
    public readonly void Scope(out string name, out string? version)
    {
        name = LibraryName ?? Component ?? (IsWoven ? ManifestScope : ManualScope);
        version = LibraryName is null ? ProcessInfo.TracerVersion : LibraryVersion;
    }

    public void Note(SpanFact fact, object value)
    {
        if (fact == SpanFact.HttpStatus)
        {
            HttpStatus = value is string digits ? int.TryParse(digits, System.Globalization.CultureInfo.InvariantCulture, out var status) ? status : 0
                : value is long number ? (int)number : 0;
            return;
        }
        var text = value as string;
        switch (fact)
        {
            case SpanFact.Kind:
                Kind = text;
                break;
            case SpanFact.Component:
                Component = text;
                break;
            case SpanFact.HttpMethod:
                HttpMethod = text;
                break;
            case SpanFact.HttpUrl:
                HttpUrl = text;
                break;
            case SpanFact.HttpHost:
                HttpHost = text;
                break;
            case SpanFact.HttpRoute:
                HttpRoute = text;
                break;
            case SpanFact.ServerAddress:
                ServerAddress = text;
                break;
            case SpanFact.ServerPort:
                HasServerPort = true;
                break;
            case SpanFact.Woven:
                IsWoven = true;
                break;
            case SpanFact.DbSystem:
                DbSystem = text;
                break;
            case SpanFact.DbCollection:
                DbCollection = text;
                break;
            case SpanFact.DbQuery:
                DbQuery = text;
                break;
            case SpanFact.Destination:
                Destination = text;
                break;
            case SpanFact.Exchange:
                Exchange = text;
                break;
            case SpanFact.RoutingKey:
                RoutingKey = text;
                break;
            case SpanFact.Queue:
                Queue = text;
                break;
            case SpanFact.AmqpCommand:
                AmqpCommand = text;
                break;
            case SpanFact.KafkaPartition:
                KafkaPartition = text;
                break;
            case SpanFact.RpcMethod:
                RpcMethod = text;
                break;
            case SpanFact.RpcStatus:
                RpcStatus = text ?? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture);
                break;
            case SpanFact.ErrorType:
                ErrorType = text;
                break;
            case SpanFact.ErrorMessage:
                ErrorMessage = text;
                break;
            case SpanFact.ErrorStack:
                ErrorStack = text;
                break;
            case SpanFact.LibraryName:
                LibraryName = text;
                break;
            case SpanFact.LibraryVersion:
                LibraryVersion = text;
                break;
            case SpanFact.StatusCode:
                StatusCode = text;
                break;
        }
    }
}
