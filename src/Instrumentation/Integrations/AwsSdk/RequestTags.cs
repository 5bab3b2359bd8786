using System.Collections;

namespace DdRun.Instrumentation.Integrations.AwsSdk;

/// <summary>What a request operates on.</summary>
internal static class RequestTags
{
    private static readonly PropertyReader<string> s_queue = new("QueueUrl"), s_bucket = new("BucketName"), s_key = new("Key"), s_table = new("TableName");
    private static readonly PropertyReader<string> s_topic = new("TopicArn"), s_stream = new("StreamName"), s_streamArn = new("StreamARN"), s_machine = new("StateMachineArn");
    private static readonly PropertyReader<string> s_bus = new("EventBusName");
    private static readonly PropertyReader<IList> s_events = new("Entries");
    private static readonly PropertyReader<IDictionary> s_tables = new("RequestItems");

    public static void Add(Span span, string service, object? request)
    {
        switch (service)
        {
            case "SQS" when s_queue.Read(request) is { Length: > 0 } url:
                span.SetTag("aws.queue.url", url);
                Name(span, url[(url.LastIndexOf('/') + 1)..], "queuename", "aws.queue.name");
                break;
            case "S3" when s_bucket.Read(request) is { Length: > 0 } bucket:
                Name(span, bucket, "bucketname");
                if (s_key.Read(request) is { Length: > 0 } key)
                    span.SetTag("objectkey", key);
                break;
            case "DynamoDB" when (s_table.Read(request) ?? OnlyOne(s_tables.Read(request))) is { Length: > 0 } table:
                Name(span, table, "tablename");
                span.Resource += " " + table;
                break;
            case "SNS" when s_topic.Read(request) is { Length: > 0 } topic:
                span.SetTag("aws.topic.arn", topic);
                Name(span, Last(topic), "topicname", "aws.topic.name");
                break;
            case "Kinesis" when (s_streamArn.Read(request) is { Length: > 0 } arn ? arn[(arn.LastIndexOf('/') + 1)..] : s_stream.Read(request)) is { Length: > 0 } stream:
                Name(span, stream, "streamname");
                break;
            case "EventBridge" when FirstBus(s_events.Read(request)) is { } bus:
                Name(span, bus, "rulename");
                break;
            case "StepFunctions" when s_machine.Read(request) is { Length: > 0 } machine:
                Name(span, Last(machine), "statemachinename");
                break;
        }
    }

    private static void Name(Span span, string name, params ReadOnlySpan<string> tags)
    {
        foreach (var tag in tags)
            span.SetTag(tag, name);
        span.SetTag("peer.service", name);
    }

    private static string? FirstBus(IList? events)
    {
        foreach (var entry in events ?? Array.Empty<object>())
        {
            if (s_bus.Read(entry) is { Length: > 0 } bus)
                return bus;
        }
        return null;
    }

    private static string Last(string arn) => arn[(arn.LastIndexOf(':') + 1)..];

    private static string? OnlyOne(IDictionary? tables)
    {
        if (tables is not { Count: 1 })
            return null;
        foreach (var name in tables.Keys)
            return name as string;
        return null;
    }
}
