using MongoDB.Bson;
using MongoDB.Driver;

namespace Bakery;

internal sealed class Shop(IMongoCollection<Order> orders)
{
    public void Open()
    {
        orders.InsertOne(new Order { Id = 1, Bread = "rye", Count = 1 });
        orders.InsertMany(Enumerable.Range(2, 4).Select(id => new Order { Id = id, Bread = "spelt", Count = id }));
        Console.WriteLine(orders.Find(order => order.Bread == "rye").Single().Id);
        orders.UpdateOne(order => order.Id == 1, Builders<Order>.Update.Set(order => order.Count, 7));
        orders.FindOneAndReplace(order => order.Id == 2, new Order { Id = 2, Bread = "secret", Picture = [1, 2, 3] });
        orders.DeleteMany(order => order.Id == 5);
        Console.WriteLine(orders.CountDocuments(order => order.Id > 0));
    }

    public async Task Serve()
    {
        await orders.InsertOneAsync(new Order { Id = 6, Bread = "rye", Count = 2 });
        using var cursor = await orders.FindAsync(order => order.Id > 0, new FindOptions<Order> { BatchSize = 2 });
        while (await cursor.MoveNextAsync())
            Console.WriteLine(string.Join(' ', cursor.Current.Select(order => order.Id)));
        var result = await orders.BulkWriteAsync(
        [
            new InsertOneModel<Order>(new Order { Id = 7, Bread = "white" }),
            new UpdateOneModel<Order>(Builders<Order>.Filter.Eq(order => order.Id, 7), Builders<Order>.Update.Inc(order => order.Count, 2)),
            new DeleteOneModel<Order>(Builders<Order>.Filter.Eq(order => order.Id, 1)),
        ]);
        Console.WriteLine($"{result.InsertedCount} {result.ModifiedCount} {result.DeletedCount}");
        var kinds = await orders.Aggregate().Match(order => order.Bread == "rye").Group<BsonDocument>("{ _id: '$Bread', count: { $sum: 1 } }").ToListAsync();
        Console.WriteLine(kinds.Single());
    }
}
