using System.Net;
using Microsoft.Azure.Cosmos;

namespace Shelf;

/// <summary>Cosmos DB through its gateway.</summary>
internal static class Documents
{
    public static async Task Run(string server)
    {
        using var client = new CosmosClient(server, Convert.ToBase64String(new byte[32]), new CosmosClientOptions { ConnectionMode = ConnectionMode.Gateway, LimitToEndpoint = true });
        var orders = client.GetContainer("bakery", "orders");
        Console.WriteLine((await orders.CreateItemAsync(new Order { Id = "7", What = "ham" }, new PartitionKey("7"))).StatusCode);
        Console.WriteLine((await orders.ReadItemAsync<Order>("7", new PartitionKey("7"))).Resource.What);
        try
        {
            await orders.ReadItemAsync<Order>("8", new PartitionKey("8"));
        }
        catch (CosmosException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            Console.WriteLine("nothing");
        }
        using var query = orders.GetItemQueryIterator<Order>("SELECT * FROM orders", requestOptions: new QueryRequestOptions { PartitionKey = new PartitionKey("7") });
        while (query.HasMoreResults)
            Console.WriteLine((await query.ReadNextAsync()).Count);
    }

    private sealed class Order
    {
        [Newtonsoft.Json.JsonProperty("id")]
        public string Id { get; set; } = "";

        public string What { get; set; } = "";
    }
}
