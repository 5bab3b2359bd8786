using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

using var s3 = new AmazonS3Client(new BasicAWSCredentials("key", "secret"), new AmazonS3Config { ServiceURL = args[0], AuthenticationRegion = "eu-central-1", ForcePathStyle = true });
await s3.PutObjectAsync(new PutObjectRequest { BucketName = "bakery", Key = "recipes/rye", ContentBody = "flour", UseChunkEncoding = false });
using var read = await s3.GetObjectAsync("bakery", "recipes/rye");
Console.WriteLine(read.HttpStatusCode);
