using MongoDB.Bson;

namespace DdRun.Testing.Services;

/// <summary>Documents in memory, and the commands of a MongoDB server that tests need. Anything else it refuses as the server does.</summary>
internal sealed class MongoDatabases(string address)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, (string Namespace, Queue<BsonDocument> Left)> _cursors = [];
    private readonly Dictionary<BsonValue, Dictionary<string, List<BsonDocument>>> _transactions = [];
    private Dictionary<string, List<BsonDocument>> _collections = [];
    private long _lastCursor = 4_000_000_000;

    public BsonDocument Run(BsonDocument command)
    {
        lock (_lock)
        {
            try
            {
                if (command.GetValue("startTransaction", false).AsBoolean)
                    _transactions[command["lsid"]] = Copy(_collections);
                var reply = Answer(command);
                reply["ok"] = 1;
                return reply;
            }
            catch (MongoRefusal e)
            {
                return new() { { "ok", 0 }, { "errmsg", e.Message }, { "code", e.Code }, { "codeName", e.CodeName } };
            }
        }
    }

    private BsonDocument Answer(BsonDocument command) => command.GetElement(0).Name switch
    {
        "hello" or "isMaster" or "ismaster" => Hello(),
        // PLAIN is the only mechanism: one message, and everybody is let in.
        "saslStart" => new() { { "conversationId", 1 }, { "done", true }, { "payload", new BsonBinaryData([]) } },
        "ping" or "endSessions" or "createUser" => [],
        "insert" => Insert(command),
        "update" => Update(command),
        "delete" => new() { { "n", command["deletes"].AsBsonArray.Sum(delete => Delete(command, delete.AsBsonDocument)) } },
        "find" => Cursor(command, command["find"].AsString, [.. Find(command, command["find"].AsString, command["filter"].AsBsonDocument).Take(Limit(command))]),
        "aggregate" => Cursor(command, command["aggregate"].AsString, Aggregate(command)),
        "getMore" => GetMore(command),
        "killCursors" => KillCursors(command),
        "findAndModify" => FindAndModify(command),
        "commitTransaction" => EndTransaction(command, undo: false),
        "abortTransaction" => EndTransaction(command, undo: true),
        var name => throw new MongoRefusal(59, "CommandNotFound", $"no such command: '{name}'"),
    };

    private BsonDocument Hello() => new()
    {
        { "helloOk", true }, { "ismaster", true }, { "isWritablePrimary", true }, { "secondary", false }, { "setName", "rs0" }, { "setVersion", 1 },
        { "hosts", new BsonArray { address } }, { "primary", address }, { "me", address }, { "maxBsonObjectSize", 16 << 20 }, { "maxMessageSizeBytes", 48_000_000 },
        { "maxWriteBatchSize", 100_000 }, { "logicalSessionTimeoutMinutes", 30 }, { "connectionId", 1 }, { "minWireVersion", 0 }, { "maxWireVersion", 21 },
    };

    private BsonDocument Insert(BsonDocument command)
    {
        var documents = command["documents"].AsBsonArray;
        var errors = new BsonArray();
        for (var i = 0; i < documents.Count; i++)
        {
            var collection = Collection(command, command["insert"].AsString);
            var document = documents[i].AsBsonDocument;
            if (collection.Any(other => other["_id"] == document["_id"]))
                errors.Add(new BsonDocument { { "index", i }, { "code", 11_000 }, { "errmsg", $"E11000 duplicate key error: _id {document["_id"]}" } });
            else
                collection.Add(document);
        }
        var reply = new BsonDocument("n", documents.Count - errors.Count);
        return errors.Count == 0 ? reply : reply.Add("writeErrors", errors);
    }

    private BsonDocument Update(BsonDocument command)
    {
        var (matched, upserted) = (0, new BsonArray());
        foreach (var update in command["updates"].AsBsonArray.Cast<BsonDocument>())
        {
            var name = command["update"].AsString;
            var found = Find(command, name, update["q"].AsBsonDocument).Take(update.GetValue("multi", false).AsBoolean ? int.MaxValue : 1).ToList();
            foreach (var document in found)
                Change(document, update["u"].AsBsonDocument);
            matched += found.Count;
            if (found.Count > 0 || !update.GetValue("upsert", false).AsBoolean)
                continue;
            var added = new BsonDocument(update["q"].AsBsonDocument);
            Change(added, update["u"].AsBsonDocument);
            Collection(command, name).Add(added);
            upserted.Add(new BsonDocument { { "index", upserted.Count }, { "_id", added["_id"] } });
            matched++;
        }
        var reply = new BsonDocument { { "n", matched }, { "nModified", matched - upserted.Count } };
        return upserted.Count == 0 ? reply : reply.Add("upserted", upserted);
    }

    private int Delete(BsonDocument command, BsonDocument delete)
    {
        var name = command["delete"].AsString;
        var found = Find(command, name, delete["q"].AsBsonDocument).Take(delete["limit"].ToInt32() == 1 ? 1 : int.MaxValue).ToList();
        return Collection(command, name).RemoveAll(found.Contains);
    }

    private BsonDocument FindAndModify(BsonDocument command)
    {
        var found = Find(command, command["findAndModify"].AsString, command["query"].AsBsonDocument).FirstOrDefault();
        if (found is null)
            return new() { { "value", BsonNull.Value } };
        var before = found.DeepClone();
        Change(found, command["update"].AsBsonDocument);
        return new() { { "value", command.GetValue("new", false).AsBoolean ? found : before } };
    }

    private static void Change(BsonDocument document, BsonDocument update)
    {
        if (!update.GetElement(0).Name.StartsWith('$'))
        {
            var id = document["_id"];
            document.Clear();
            document.Add("_id", id).Merge(update, overwriteExistingElements: true);
            return;
        }
        foreach (var (operation, fields) in update.Select(element => (element.Name, element.Value.AsBsonDocument)))
            foreach (var field in fields)
                document[field.Name] = operation switch
                {
                    "$set" => field.Value,
                    "$inc" => document.GetValue(field.Name, 0).ToInt32() + field.Value.ToInt32(),
                    _ => throw new MongoRefusal(9, "FailedToParse", $"Unknown modifier: {operation}"),
                };
    }

    private List<BsonDocument> Aggregate(BsonDocument command)
    {
        IEnumerable<BsonDocument> documents = [];
        foreach (var stage in command["pipeline"].AsBsonArray.Select(stage => stage.AsBsonDocument.GetElement(0)))
            documents = stage.Name switch
            {
                "$match" => Find(command, command["aggregate"].AsString, stage.Value.AsBsonDocument),
                "$group" => documents
                    .GroupBy(document => Value(document, stage.Value["_id"]))
                    .Select(group => new BsonDocument { { "_id", group.Key }, { stage.Value.AsBsonDocument.GetElement(1).Name, group.Count() } })
                    .ToList(),
                var name => throw new MongoRefusal(40_324, "Location40324", $"Unrecognized pipeline stage name: '{name}'"),
            };
        return [.. documents];
    }

    private static BsonValue Value(BsonDocument document, BsonValue expression) =>
        expression is BsonString { Value: ['$', .. var field] } ? document[field] : expression;

    private static int Limit(BsonDocument command) => command.GetValue("limit", 0).ToInt32() is var limit and not 0 ? Math.Abs(limit) : int.MaxValue;

    private BsonDocument Cursor(BsonDocument command, string collection, List<BsonDocument> documents)
    {
        var size = (command.GetValue("cursor", command) as BsonDocument ?? command).GetValue("batchSize", 101).ToInt32();
        var rest = new Queue<BsonDocument>(documents);
        var first = Batch(rest, size);
        long id = 0;
        if (rest.Count > 0)
            _cursors.Add(id = ++_lastCursor, (Namespace(command, collection), rest));
        return new() { { "cursor", new BsonDocument { { "id", id }, { "ns", Namespace(command, collection) }, { "firstBatch", first } } } };
    }

    private BsonDocument GetMore(BsonDocument command)
    {
        var id = command["getMore"].AsInt64;
        if (!_cursors.TryGetValue(id, out var cursor))
            throw new MongoRefusal(43, "CursorNotFound", $"cursor id {id} not found");
        var batch = Batch(cursor.Left, command.GetValue("batchSize", 101).ToInt32());
        if (cursor.Left.Count == 0)
            _cursors.Remove(id);
        return new() { { "cursor", new BsonDocument { { "id", cursor.Left.Count == 0 ? 0L : id }, { "ns", cursor.Namespace }, { "nextBatch", batch } } } };
    }

    private BsonDocument KillCursors(BsonDocument command)
    {
        var killed = command["cursors"].AsBsonArray;
        foreach (var id in killed)
            _cursors.Remove(id.AsInt64);
        return new() { { "cursorsKilled", killed } };
    }

    private static BsonArray Batch(Queue<BsonDocument> rest, int size)
    {
        var batch = new BsonArray();
        while (batch.Count < size && rest.TryDequeue(out var document))
            batch.Add(document);
        return batch;
    }

    private BsonDocument EndTransaction(BsonDocument command, bool undo)
    {
        if (!_transactions.Remove(command["lsid"], out var before))
            throw new MongoRefusal(251, "NoSuchTransaction", "there is no such transaction");
        if (undo)
            _collections = before;
        return [];
    }

    private static Dictionary<string, List<BsonDocument>> Copy(Dictionary<string, List<BsonDocument>> collections) =>
        collections.ToDictionary(pair => pair.Key, pair => pair.Value.ConvertAll(document => (BsonDocument)document.DeepClone()));

    private static string Namespace(BsonDocument command, string collection) => $"{command["$db"].AsString}.{collection}";

    private List<BsonDocument> Collection(BsonDocument command, string name)
    {
        var key = Namespace(command, name);
        if (!_collections.TryGetValue(key, out var collection))
            _collections.Add(key, collection = []);
        return collection;
    }

    private List<BsonDocument> Find(BsonDocument command, string name, BsonDocument filter) =>
        Collection(command, name).FindAll(document => filter.All(element => Matches(document.GetValue(element.Name, BsonNull.Value), element.Value)));

    private static bool Matches(BsonValue value, BsonValue condition)
    {
        if (condition is not BsonDocument { ElementCount: > 0 } operators || !operators.GetElement(0).Name.StartsWith('$'))
            return value == condition;
        return operators.All(element => element.Name switch
        {
            "$gt" => value > element.Value,
            "$gte" => value >= element.Value,
            "$lt" => value < element.Value,
            "$in" => element.Value.AsBsonArray.Contains(value),
            var name => throw new MongoRefusal(2, "BadValue", $"unknown operator: {name}"),
        });
    }
}
