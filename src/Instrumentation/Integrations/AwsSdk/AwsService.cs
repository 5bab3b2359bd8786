namespace DdRun.Instrumentation.Integrations.AwsSdk;

/// <summary>How the spans of one service are called.</summary>
/// <param name="Name">As resources and tags have it.</param>
/// <param name="Switch">The integration of its own.</param>
/// <param name="SpanName">The operation.</param>
/// <param name="Type">The span's type.</param>
internal sealed record AwsService(string Name, string Switch, string SpanName, string Type)
{
    public IntegrationService Service { get; } = new("aws-" + Name.ToLowerInvariant());

    /// <param name="id">As the SDK has it.</param>
    public static AwsService Of(string id) => id switch
    {
        "SQS" => new(id, "AwsSqs", "sqs.request", "http"),
        "S3" => new(id, "AwsS3", "s3.request", "http"),
        "DynamoDB" => new(id, "AwsDynamoDb", "aws.dynamodb.request", "dynamodb"),
        "SNS" => new(id, "AwsSns", "sns.request", "http"),
        "Kinesis" => new(id, "AwsKinesis", "aws.kinesis.produce", "http"),
        "EventBridge" => new(id, "AwsEventBridge", "eventbridge.request", "http"),
        "SFN" => new("StepFunctions", "AwsStepFunctions", "stepfunctions.request", "http"),
        _ => new(id.Replace(" ", "", StringComparison.Ordinal), "AwsSdk", id.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() + ".request", "http"),
    };

    /// <summary>Who begins something, who asks for what others have, or neither.</summary>
    public string KindOf(string operation) => (Name, operation) switch
    {
        ("SQS", "SendMessage" or "SendMessageBatch") or ("SNS", "Publish" or "PublishBatch") or ("Kinesis", "PutRecord" or "PutRecords")
            or ("EventBridge", "PutEvents") or ("StepFunctions", "StartExecution" or "StartSyncExecution") => "producer",
        ("SQS", "ReceiveMessage") or ("Kinesis", "GetRecords") => "consumer",
        _ => "client",
    };
}
