using Nest;

var client = new ElasticClient(new ConnectionSettings(new Uri(args[0])).DefaultIndex("orders"));
var indexed = await client.IndexDocumentAsync(new Order { Id = "1", What = "ham" });
Console.WriteLine(indexed.Result);
var found = client.Search<Order>(search => search.Query(query => query.Term(order => order.What, "ham")));
Console.WriteLine(found.Documents.Count);
Console.WriteLine((await client.Indices.ExistsAsync("nothing")).Exists);
var missing = await client.GetAsync<Order>("2");
Console.WriteLine(missing.Found);
var broken = await client.DeleteAsync<Order>("broken");
Console.WriteLine(broken.IsValid);

internal sealed class Order
{
    public string? Id { get; set; }
    public string? What { get; set; }
}
