using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.SimpleNotificationService.Model;
using Amazon.SimpleNotificationService.Model.Internal.MarshallTransformations;

namespace Amazon.SimpleNotificationService
{
    public class AmazonSimpleNotificationServiceClient(AWSCredentials credentials, ServiceConfig config) : ServiceClient(credentials, config, "SNS")
    {
        public Task<PublishResponse> PublishAsync(PublishRequest request) => Send<PublishResponse>(request, PublishRequestMarshaller.Instance);

        public Task<PublishBatchResponse> PublishBatchAsync(PublishBatchRequest request) => Send<PublishBatchResponse>(request, PublishBatchRequestMarshaller.Instance);
    }
}

namespace Amazon.SimpleNotificationService.Model
{
    public class MessageAttributeValue
    {
        public MemoryStream? BinaryValue { get; set; }
        public string? DataType { get; set; }
        public string? StringValue { get; set; }
    }

    public class PublishRequest : AmazonWebServiceRequest
    {
        public string? TopicArn { get; set; }
        public string Message { get; set; } = "";
        public Dictionary<string, MessageAttributeValue>? MessageAttributes { get; set; }
    }

    public class PublishBatchRequest : AmazonWebServiceRequest
    {
        public string? TopicArn { get; set; }
        public List<PublishBatchRequestEntry> PublishBatchRequestEntries { get; set; } = null!;
    }

    public class PublishBatchRequestEntry
    {
        public string Id { get; set; } = "";
        public string Message { get; set; } = "";
        public Dictionary<string, MessageAttributeValue>? MessageAttributes { get; set; }
    }

    public class PublishResponse : AmazonWebServiceResponse;

    public class PublishBatchResponse : AmazonWebServiceResponse;
}

namespace Amazon.SimpleNotificationService.Model.Internal.MarshallTransformations
{
    public class PublishRequestMarshaller : IMarshaller<IRequest, PublishRequest>, IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public static PublishRequestMarshaller Instance { get; } = new();

        public IRequest Marshall(AmazonWebServiceRequest input) => Marshall((PublishRequest)input);

        public IRequest Marshall(PublishRequest publicRequest) => Wire.Request(publicRequest, "SNS.Publish", new() { ["MessageAttributes"] = Of(publicRequest.MessageAttributes) });

        internal static JsonObject Of(Dictionary<string, MessageAttributeValue>? attributes)
        {
            var all = new JsonObject();
            foreach (var (name, value) in attributes ?? [])
                all[name] = new JsonObject { ["DataType"] = value.DataType, ["StringValue"] = value.StringValue, ["BinaryValue"] = value.BinaryValue is { } bytes ? Convert.ToBase64String(bytes.ToArray()) : null };
            return all;
        }
    }

    public class PublishBatchRequestMarshaller : IMarshaller<IRequest, PublishBatchRequest>, IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public static PublishBatchRequestMarshaller Instance { get; } = new();

        public IRequest Marshall(AmazonWebServiceRequest input) => Marshall((PublishBatchRequest)input);

        public IRequest Marshall(PublishBatchRequest publicRequest)
        {
            var entries = new JsonArray();
            foreach (var entry in publicRequest.PublishBatchRequestEntries)
                entries.Add(new JsonObject { ["MessageAttributes"] = PublishRequestMarshaller.Of(entry.MessageAttributes) });
            return Wire.Request(publicRequest, "SNS.PublishBatch", new() { ["Entries"] = entries });
        }
    }
}
