using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.MongoDb;

/// <summary>The tags that all commands have that go to one database of one server.</summary>
internal sealed class ServerTags(EndPoint? address)
{
    // An application that has a database for each of its customers must not fill the memory.
    private const int MaxRemembered = 64;

    private readonly ConcurrentDictionary<string, SharedTags> _byDatabase = new(StringComparer.Ordinal);

    public SharedTags Of(string database)
    {
        if (_byDatabase.TryGetValue(database, out var tags))
            return tags;
        tags = Make(database);
        if (_byDatabase.Count < MaxRemembered)
            _byDatabase[database] = tags;
        return tags;
    }

    private SharedTags Make(string database)
    {
        List<KeyValuePair<string, object>> tags = [new("component", "MongoDb"), new("span.kind", "client"), new("db.name", database)];
        var (host, port) = address switch
        {
            IPEndPoint numeric => (numeric.Address.ToString(), numeric.Port),
            DnsEndPoint named => (named.Host, named.Port),
            _ => (null, 0),
        };
        if (host is not null)
        {
            tags.Add(new("out.host", host));
            tags.Add(new("out.port", port.ToString(CultureInfo.InvariantCulture)));
        }
        return new SharedTags(tags);
    }
}
