using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.StackExchangeRedis;

/// <summary>The tags that all commands have that go through one multiplexer to one database.</summary>
internal sealed class RedisTags(RedisAddress? address)
{
    private const int NoDatabase = -1;

    // As many databases as a server has unless it is told otherwise; the first is for commands without one.
    private readonly SharedTags?[] _all = new SharedTags?[1 + 16];

    public SharedTags Of(int database)
    {
        var slot = Math.Max(database, NoDatabase) - NoDatabase;
        return slot >= _all.Length ? Make(database) : _all[slot] ??= Make(database);
    }

    private SharedTags Make(int database)
    {
        List<KeyValuePair<string, object>> tags = [new("component", "StackExchangeRedis"), new("span.kind", "client")];
        if (address is not null)
        {
            tags.Add(new("out.host", address.Host));
            tags.Add(new("out.port", address.Port));
        }
        if (database >= 0)
            tags.Add(new("db.redis.database_index", BoxedNumbers.Box((long)database)));
        return new SharedTags(tags);
    }
}
