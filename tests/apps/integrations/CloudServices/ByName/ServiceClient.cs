using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon;

// As the SDK's generator makes a client: a marshaller a request, all over one pipeline.
public abstract class ServiceClient(AWSCredentials credentials, ServiceConfig config, string id) : AmazonServiceClient(credentials, config)
{
    protected override IServiceMetadata ServiceMetadata { get; } = new Metadata(id);

    // The stub asks for no signature.
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => pipeline.RemoveHandler<Signer>();

    protected Task<TResponse> Send<TResponse>(AmazonWebServiceRequest request, IMarshaller<IRequest, AmazonWebServiceRequest> marshaller)
        where TResponse : AmazonWebServiceResponse, new() =>
        InvokeAsync<TResponse>(request, new InvokeOptions { RequestMarshaller = marshaller, ResponseUnmarshaller = new Unmarshaller<TResponse>() }, default);

    private sealed class Metadata(string id) : IServiceMetadata
    {
        public string ServiceId => id;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }
}

public class ServiceConfig(string name) : ClientConfig(new DefaultConfigurationProvider([new DefaultConfiguration { Name = DefaultConfigurationMode.Standard }]))
{
    public override string RegionEndpointServiceName => name;

    public override string ServiceVersion => "1";

    public override string UserAgent => "test";

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => new(ServiceURL);
}

public sealed class Unmarshaller<TResponse> : JsonResponseUnmarshaller
    where TResponse : AmazonWebServiceResponse, new()
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        var response = new TResponse();
        if (response is IReadable readable)
        {
            using var text = new StreamReader(context.Stream);
            readable.Read(JsonNode.Parse(text.ReadToEnd())!);
        }
        return response;
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext context, Exception innerException, System.Net.HttpStatusCode statusCode) => new(statusCode.ToString(), innerException, statusCode);
}

public interface IReadable
{
    void Read(JsonNode answer);
}

public static class Wire
{
    public static IRequest Request(AmazonWebServiceRequest request, string target, JsonObject body)
    {
        var wire = new DefaultRequest(request, target) { HttpMethod = "POST", ResourcePath = "/", Content = Encoding.UTF8.GetBytes(body.ToJsonString()) };
        wire.Headers["X-Amz-Target"] = target;
        wire.Headers["Content-Type"] = "application/x-amz-json-1.1";
        return wire;
    }
}
