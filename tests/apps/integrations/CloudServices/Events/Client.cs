using System.Text.Json.Nodes;
using Amazon.EventBridge.Model;
using Amazon.EventBridge.Model.Internal.MarshallTransformations;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.EventBridge
{
    public class AmazonEventBridgeClient(AWSCredentials credentials, ServiceConfig config) : ServiceClient(credentials, config, "EventBridge")
    {
        public Task<PutEventsResponse> PutEventsAsync(PutEventsRequest request) => Send<PutEventsResponse>(request, PutEventsRequestMarshaller.Instance);
    }
}

namespace Amazon.EventBridge.Model
{
    public class PutEventsRequest : AmazonWebServiceRequest
    {
        public List<PutEventsRequestEntry> Entries { get; set; } = null!;
    }

    public class PutEventsRequestEntry
    {
        public string? Detail { get; set; }
        public string? DetailType { get; set; }
        public string? EventBusName { get; set; }
        public string? Source { get; set; }
    }

    public class PutEventsResponse : AmazonWebServiceResponse;
}

namespace Amazon.EventBridge.Model.Internal.MarshallTransformations
{
    public class PutEventsRequestMarshaller : IMarshaller<IRequest, PutEventsRequest>, IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public static PutEventsRequestMarshaller Instance { get; } = new();

        public IRequest Marshall(AmazonWebServiceRequest input) => Marshall((PutEventsRequest)input);

        public IRequest Marshall(PutEventsRequest publicRequest)
        {
            var entries = new JsonArray();
            foreach (var entry in publicRequest.Entries)
                entries.Add(new JsonObject { ["Detail"] = entry.Detail, ["EventBusName"] = entry.EventBusName });
            return Wire.Request(publicRequest, "AWSEvents.PutEvents", new() { ["Entries"] = entries });
        }
    }
}
