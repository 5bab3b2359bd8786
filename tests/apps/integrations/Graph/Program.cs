using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Types;

var schema = Schema.For("""
    type Order { id: ID, what: String }
    type Query { order(id: ID!): Order, broken: String }
    type Mutation { place(what: String!): Order }
    """, builder =>
{
    builder.Types.Include<Query>();
    builder.Types.Include<Mutation>();
});

foreach (var query in (string[])
[
    "query Lunch { order(id: \"1\") { what } }",
    "{ order(id: \"2\") { id } }",
    "mutation { place(what: \"ham\") { id } }",
    "{ broken }",
    "{ nothing }",
])
{
    var json = await schema.ExecuteAsync(options => options.Query = query);
    Console.WriteLine(json.Contains("errors", StringComparison.Ordinal) ? "failed" : "answered");
}

public sealed record Order(string Id, string What);

public sealed class Query
{
    [GraphQLMetadata("order")]
    public Order GetOrder(string id) => new(id, "ham");

    [GraphQLMetadata("broken")]
    public string Broken() => throw new InvalidOperationException("broken");
}

public sealed class Mutation
{
    [GraphQLMetadata("place")]
    public Order Place(string what) => new("3", what);
}
