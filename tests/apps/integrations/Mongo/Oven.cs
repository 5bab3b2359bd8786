using MongoDB.Bson;
using MongoDB.Driver;

namespace Bakery;

internal sealed class Oven(IMongoClient client, IMongoDatabase database)
{
    private readonly IMongoCollection<BsonDocument> _loaves = database.GetCollection<BsonDocument>("loaves");

    public async Task Bake()
    {
        using (var session = await client.StartSessionAsync())
        {
            session.StartTransaction();
            await _loaves.InsertOneAsync(session, new BsonDocument("_id", 1));
            await session.CommitTransactionAsync();
            session.StartTransaction();
            await _loaves.InsertOneAsync(session, new BsonDocument("_id", 2));
            await session.AbortTransactionAsync();
        }
        Console.WriteLine(await _loaves.CountDocumentsAsync(FilterDefinition<BsonDocument>.Empty));
        await _loaves.Find(new BsonDocument
        {
            { "image", new BsonBinaryData(new byte[1 << 20]) },
            { "baker", new BsonBinaryData(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), GuidRepresentation.Standard) },
            { "note", new string('x', 1 << 20) },
            { "_id", new BsonDocument("$in", new BsonArray(Enumerable.Range(0, 100_000))) },
        }).ToListAsync();
        await database.RunCommandAsync<BsonDocument>(new BsonDocument { { "createUser", "ann" }, { "pwd", "hush" }, { "roles", new BsonArray() } });
    }

    public async Task Break()
    {
        try
        {
            await _loaves.Find(new BsonDocument("_id", new BsonDocument("$about", 1))).ToListAsync();
        }
        catch (MongoCommandException e)
        {
            Console.WriteLine(e.CodeName);
        }
        try
        {
            database.RunCommand<BsonDocument>(new BsonDocument("knead", 1));
        }
        catch (MongoCommandException e)
        {
            Console.WriteLine(e.CodeName);
        }
        try
        {
            _loaves.InsertOne(new BsonDocument("_id", 1));
        }
        catch (MongoWriteException e)
        {
            Console.WriteLine(e.WriteError.Category);
        }
    }
}
