using System.Text;
using Amazon;
using Amazon.EC2;
using Amazon.EventBridge;
using Amazon.KeyManagementService;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using Amazon.SimpleSystemsManagement;
using Amazon.SQS;
using Amazon.StepFunctions;

var (url, keys, nobody) = (args[0], new BasicAWSCredentials("key", "secret"), new AnonymousAWSCredentials());
const string region = "eu-central-1", json = """{"order": 1 }""";

using var kms = new AmazonKeyManagementServiceClient(keys, new AmazonKeyManagementServiceConfig { ServiceURL = url, AuthenticationRegion = region });
Console.WriteLine((await kms.EncryptAsync(new() { KeyId = "bakery", Plaintext = new("flour"u8.ToArray()) })).CiphertextBlob.Length);
using var ssm = new AmazonSimpleSystemsManagementClient(keys, new AmazonSimpleSystemsManagementConfig { ServiceURL = url, AuthenticationRegion = region });
Console.WriteLine((await ssm.GetParameterAsync(new() { Name = "/bakery/oven" })).Parameter.Value);
using var ec2 = new AmazonEC2Client(keys, new AmazonEC2Config { ServiceURL = url, AuthenticationRegion = region });
Console.WriteLine((await ec2.DescribeInstancesAsync()).Reservations?.Count ?? 0);
using var sts = new AmazonSecurityTokenServiceClient(keys, new AmazonSecurityTokenServiceConfig { ServiceURL = url, AuthenticationRegion = region });
Console.WriteLine((await sts.GetCallerIdentityAsync(new())).Account);

using var topics = new AmazonSimpleNotificationServiceClient(nobody, Config("sns"));
var publish = new PublishRequest { TopicArn = "arn:aws:sns:eu-central-1:123456789012:orders", Message = "ham" };
await topics.PublishAsync(publish);
var mine = new PublishBatchRequestEntry { Id = "1", Message = "ham", MessageAttributes = new() { ["mine"] = new() { DataType = "String", StringValue = "v" } } };
await topics.PublishBatchAsync(new() { TopicArn = publish.TopicArn, PublishBatchRequestEntries = [mine, new() { Id = "2", Message = "ham" }] });
Console.WriteLine($"{publish.MessageAttributes?.Count ?? 0} {mine.MessageAttributes.Count}");

using var streams = new AmazonKinesisClient(nobody, Config("kinesis"));
var record = new PutRecordRequest { StreamName = "orders", Data = new(Encoding.UTF8.GetBytes(json)) };
for (var i = 0; i < 2; i++)
    await streams.PutRecordAsync(record);
await streams.PutRecordAsync(new() { StreamName = "orders", Data = new("no JSON"u8.ToArray()) });
var entries = new List<PutRecordsRequestEntry> { new() { Data = record.Data }, new() { Data = record.Data } };
await streams.PutRecordsAsync(new() { StreamARN = "arn:aws:kinesis:eu-central-1:123456789012:stream/orders", Records = entries });
Console.WriteLine(Encoding.UTF8.GetString(record.Data.ToArray()) + record.Data.Position);
Console.WriteLine((await streams.GetRecordsAsync(new() { StreamARN = "arn:aws:kinesis:eu-central-1:123456789012:stream/orders" })).Records.Count);

using var bus = new AmazonEventBridgeClient(nobody, Config("events"));
var happened = new Amazon.EventBridge.Model.PutEventsRequestEntry { EventBusName = "bakery", Detail = json };
await bus.PutEventsAsync(new() { Entries = [happened, new() { Detail = "{}" }] });
Console.WriteLine(happened.Detail);

using var machines = new AmazonStepFunctionsClient(nobody, Config("states"));
var start = new Amazon.StepFunctions.Model.StartExecutionRequest { StateMachineArn = "arn:aws:states:eu-central-1:123456789012:stateMachine:bake", Input = json };
await machines.StartExecutionAsync(start);
Console.WriteLine(start.Input);

// What a topic and a bus of events put into a queue that listens to them.
using var sqs = new AmazonSQSClient(keys, new AmazonSQSConfig { ServiceURL = url, AuthenticationRegion = region });
Console.WriteLine((await sqs.ReceiveMessageAsync(url + "123456789012/orders")).Messages.Count);

ServiceConfig Config(string name) => new(name) { ServiceURL = url, AuthenticationRegion = region, AuthenticationServiceName = name };
