using System.Text;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

internal static class Stores
{
    public static async Task Use(string url)
    {
        var account = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
            + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
            + $"BlobEndpoint={url}blob/devstoreaccount1;QueueEndpoint={url}queue/devstoreaccount1;TableEndpoint={url}table/devstoreaccount1;";

        var container = new BlobServiceClient(account).GetBlobContainerClient("bakery");
        await container.CreateIfNotExistsAsync();
        var blob = container.GetBlobClient("rye");
        await blob.UploadAsync(new MemoryStream("flour"u8.ToArray()), overwrite: true);
        using var content = new MemoryStream();
        await blob.DownloadToAsync(content);
        Console.WriteLine(Encoding.UTF8.GetString(content.ToArray()));
        await foreach (var item in container.GetBlobsAsync())
            Console.WriteLine(item.Name);
        Console.WriteLine((bool)await container.GetBlobClient("nothing").ExistsAsync());

        var queue = new QueueClient(account, "orders");
        await queue.CreateAsync();
        await queue.SendMessageAsync("ham");
        foreach (var message in (await queue.ReceiveMessagesAsync(10)).Value)
        {
            Console.WriteLine(message.MessageText);
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        }

        var table = new TableClient(account, "orders");
        await table.CreateIfNotExistsAsync();
        await table.AddEntityAsync(new TableEntity("ham", "1") { ["price"] = 4 });
        Console.WriteLine((await table.GetEntityAsync<TableEntity>("ham", "1")).Value["price"]);
        await foreach (var entity in table.QueryAsync<TableEntity>("PartitionKey eq 'ham'"))
            Console.WriteLine(entity.RowKey);

        var transport = new HttpClientTransport(new HttpClient(new Redirection(new(url))));
        var credential = new ClientSecretCredential("11111111-1111-1111-1111-111111111111", "shop", "secret", new ClientSecretCredentialOptions { Transport = transport, DisableInstanceDiscovery = true });
        var vault = new SecretClient(new("https://bakery.vault.azure.net"), credential, new() { Transport = transport });
        Console.WriteLine((await vault.GetSecretAsync("oven")).Value.Value);
    }

    // The vault and the directory want TLS, which the stub does not speak.
    private sealed class Redirection(Uri stub) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new UriBuilder(request.RequestUri!) { Scheme = stub.Scheme, Host = stub.Host, Port = stub.Port }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
