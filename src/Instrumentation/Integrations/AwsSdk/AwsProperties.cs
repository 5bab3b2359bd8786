using System.Collections;

namespace DdRun.Instrumentation.Integrations.AwsSdk;

/// <summary>Reads the SDK's objects, whose types are not known here.</summary>
internal sealed class AwsProperties
{
    private readonly PropertyReader<object> _requestContext = new("RequestContext"), _responseContext = new("ResponseContext");
    private readonly PropertyReader<object> _metadata = new("ServiceMetaData"), _config = new("ClientConfig"), _region = new("RegionEndpoint");
    private readonly PropertyReader<object> _original = new("OriginalRequest"), _request = new("Request"), _response = new("Response"), _responseMetadata = new("ResponseMetadata");
    private readonly PropertyReader<string> _id = new("ServiceId"), _name = new("RequestName"), _system = new("SystemName"), _authentication = new("AuthenticationRegion");
    private readonly PropertyReader<string> _method = new("HttpMethod"), _path = new("ResourcePath"), _requestId = new("RequestId");
    private readonly PropertyReader<Uri> _endpoint = new("Endpoint");
    private readonly PropertyReader<object> _status = new("HttpStatusCode"), _failed = new("StatusCode");
    private readonly PropertyReader<IEnumerable> _messages = new("Messages"), _records = new("Records");

    public string? ServiceId(object? context) => _id.Read(_metadata.Read(_requestContext.Read(context)));

    public string? RequestName(object? context) => _name.Read(_requestContext.Read(context));

    public object? Request(object? context) => _original.Read(_requestContext.Read(context));

    public string? Region(object? context)
    {
        var config = _config.Read(_requestContext.Read(context));
        return _system.Read(_region.Read(config)) ?? _authentication.Read(config);
    }

    /// <summary>Method, and address without what is asked.</summary>
    public (string, string)? Sent(object? context)
    {
        var request = _request.Read(_requestContext.Read(context));
        if (_method.Read(request) is not { } method || _endpoint.Read(request) is not { } endpoint)
            return null;
        // Up to what is only filled in when the request is sent. The endpoint may have a part of the path, a bucket for example.
        var path = _path.Read(request) is { Length: > 0 } given ? given.Split('?', '{')[0] : "";
        return (method, endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/" + path.TrimStart('/'));
    }

    public int? Status(object? context) => Number(_status.Read(Response(context)));

    public int? StatusOf(Exception? exception) => Number(_failed.Read(exception));

    public string? RequestId(object? context) => _requestId.Read(_responseMetadata.Read(Response(context)));

    /// <summary>What came from a queue or out of a stream.</summary>
    public IEnumerable? Messages(object? context) => _messages.Read(Response(context)) ?? _records.Read(Response(context));

    private object? Response(object? context) => _response.Read(_responseContext.Read(context));

    private static int? Number(object? status) => status is Enum code ? Convert.ToInt32(code, System.Globalization.CultureInfo.InvariantCulture) : null;
}
