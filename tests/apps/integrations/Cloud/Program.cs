using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SQS;
using Amazon.SQS.Model;

var (url, keys) = (args[0], new BasicAWSCredentials("key", "secret"));
using var sqs = new AmazonSQSClient(keys, new AmazonSQSConfig { ServiceURL = url, AuthenticationRegion = "eu-central-1" });
var queue = url + "123456789012/orders";

// One request object for two messages.
var request = new SendMessageRequest { QueueUrl = queue, MessageBody = "ham" };
for (var i = 0; i < 2; i++)
    await sqs.SendMessageAsync(request);
Console.WriteLine(request.MessageAttributes?.Count ?? 0);
var sent = await sqs.SendMessageBatchAsync(new SendMessageBatchRequest
{
    QueueUrl = queue,
    Entries = [new() { Id = "1", MessageBody = "ham", MessageAttributes = new() { ["mine"] = new() { DataType = "String", StringValue = "v" } } }, new() { Id = "2", MessageBody = "ham" }],
});
Console.WriteLine(sent.Successful.Count);
var received = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = queue, MaxNumberOfMessages = 10 });
Console.WriteLine(received.Messages.Count);
try
{
    await sqs.DeleteMessageAsync(queue, "nothing");
}
catch (AmazonSQSException e)
{
    Console.WriteLine(e.StatusCode);
}

using var s3 = new AmazonS3Client(keys, new AmazonS3Config { ServiceURL = url, AuthenticationRegion = "eu-central-1", ForcePathStyle = true });
await s3.PutObjectAsync(new PutObjectRequest { BucketName = "bakery", Key = "recipes/rye", ContentBody = "flour" });
using (var read = await s3.GetObjectAsync("bakery", "recipes/rye"))
    Console.WriteLine(read.HttpStatusCode);

using var tables = new AmazonDynamoDBClient(keys, new AmazonDynamoDBConfig { ServiceURL = url, AuthenticationRegion = "eu-central-1" });
await tables.PutItemAsync("Orders", new() { ["id"] = new AttributeValue("1") });
Console.WriteLine((await tables.GetItemAsync("Orders", new() { ["id"] = new AttributeValue("1") })).Item.Count);
