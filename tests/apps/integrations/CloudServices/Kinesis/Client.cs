using System.Text.Json.Nodes;
using Amazon.Kinesis.Model;
using Amazon.Kinesis.Model.Internal.MarshallTransformations;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.Kinesis
{
    public class AmazonKinesisClient(AWSCredentials credentials, ServiceConfig config) : ServiceClient(credentials, config, "Kinesis")
    {
        public Task<PutRecordResponse> PutRecordAsync(PutRecordRequest request) => Send<PutRecordResponse>(request, PutRecordRequestMarshaller.Instance);

        public Task<PutRecordsResponse> PutRecordsAsync(PutRecordsRequest request) => Send<PutRecordsResponse>(request, PutRecordsRequestMarshaller.Instance);

        public Task<GetRecordsResponse> GetRecordsAsync(GetRecordsRequest request) => Send<GetRecordsResponse>(request, GetRecordsRequestMarshaller.Instance);
    }
}

namespace Amazon.Kinesis.Model
{
    public class PutRecordRequest : AmazonWebServiceRequest
    {
        public MemoryStream Data { get; set; } = null!;
        public string PartitionKey { get; set; } = "";
        public string StreamName { get; set; } = "";
        public string? StreamARN { get; set; }
    }

    public class PutRecordsRequest : AmazonWebServiceRequest
    {
        public List<PutRecordsRequestEntry> Records { get; set; } = null!;
        public string? StreamName { get; set; }
        public string? StreamARN { get; set; }
    }

    public class PutRecordsRequestEntry
    {
        public MemoryStream Data { get; set; } = null!;
        public string PartitionKey { get; set; } = "";
    }

    public class GetRecordsRequest : AmazonWebServiceRequest
    {
        public string ShardIterator { get; set; } = "";
        public string? StreamARN { get; set; }
    }

    public class Record
    {
        public MemoryStream Data { get; set; } = null!;
    }

    public class PutRecordResponse : AmazonWebServiceResponse;

    public class PutRecordsResponse : AmazonWebServiceResponse;

    public class GetRecordsResponse : AmazonWebServiceResponse, IReadable
    {
        public List<Record> Records { get; set; } = [];

        public void Read(JsonNode answer) => Records.AddRange(answer["Records"]!.AsArray().Select(record => new Record { Data = new(Convert.FromBase64String((string)record!["Data"]!)) }));
    }
}

namespace Amazon.Kinesis.Model.Internal.MarshallTransformations
{
    public class PutRecordRequestMarshaller : IMarshaller<IRequest, PutRecordRequest>, IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public static PutRecordRequestMarshaller Instance { get; } = new();

        public IRequest Marshall(AmazonWebServiceRequest input) => Marshall((PutRecordRequest)input);

        public IRequest Marshall(PutRecordRequest publicRequest) =>
            Wire.Request(publicRequest, "Kinesis_20131202.PutRecord", new() { ["Data"] = Convert.ToBase64String(publicRequest.Data.ToArray()), ["StreamName"] = publicRequest.StreamName });
    }

    public class PutRecordsRequestMarshaller : IMarshaller<IRequest, PutRecordsRequest>, IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public static PutRecordsRequestMarshaller Instance { get; } = new();

        public IRequest Marshall(AmazonWebServiceRequest input) => Marshall((PutRecordsRequest)input);

        public IRequest Marshall(PutRecordsRequest publicRequest)
        {
            var records = new JsonArray();
            foreach (var record in publicRequest.Records)
                records.Add(new JsonObject { ["Data"] = Convert.ToBase64String(record.Data.ToArray()) });
            return Wire.Request(publicRequest, "Kinesis_20131202.PutRecords", new() { ["Records"] = records });
        }
    }

    public class GetRecordsRequestMarshaller : IMarshaller<IRequest, GetRecordsRequest>, IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public static GetRecordsRequestMarshaller Instance { get; } = new();

        public IRequest Marshall(AmazonWebServiceRequest input) => Marshall((GetRecordsRequest)input);

        public IRequest Marshall(GetRecordsRequest publicRequest) => Wire.Request(publicRequest, "Kinesis_20131202.GetRecords", new() { ["ShardIterator"] = publicRequest.ShardIterator });
    }
}
