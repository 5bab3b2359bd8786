using Elastic.Clients.Elasticsearch;

var client = new ElasticsearchClient(new ElasticsearchClientSettings(new Uri(args[0])).DefaultIndex("orders"));
var indexed = await client.IndexAsync(new Order("1", "ham"));
Console.WriteLine(indexed.Result);
var found = await client.SearchAsync<Order>(search => search.Query(query => query.Term(term => term.Field("what").Value("ham"))));
Console.WriteLine(found.Documents.Count);
Console.WriteLine((await client.Indices.ExistsAsync("nothing")).Exists);
var missing = await client.GetAsync<Order>("2");
Console.WriteLine(missing.Found);
var broken = await client.DeleteAsync<Order>("broken");
Console.WriteLine(broken.IsValidResponse);

internal sealed record Order(string Id, string What);
