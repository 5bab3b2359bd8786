using System.Collections.Concurrent;
using System.Data.Common;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.AdoNet;

/// <summary>The tags that all commands of a provider have on the same connection string.</summary>
internal sealed class DbSpanTags(string component, string dbType)
{
    // An application that makes up a new string for each connection must not fill the memory.
    private const int MaxRemembered = 256;

    private readonly ConcurrentDictionary<string, SharedTags> _byString = new(StringComparer.Ordinal);
    private readonly SharedTags _unknown = Make(component, dbType, DbConnectionTags.Unknown);
    private volatile Remembered? _last;

    public SharedTags Of(DbConnection? connection)
    {
        if (connection?.ConnectionString is not { Length: > 0 } text)
            return _unknown;
        // Mostly the very string that the connection was made with, which every connection of a pool is.
        if (_last is { } last && ReferenceEquals(last.ConnectionString, text))
            return last.Tags;
        if (!_byString.TryGetValue(text, out var tags))
        {
            tags = Make(component, dbType, DbConnectionTags.Parse(text));
            if (_byString.Count < MaxRemembered)
                _byString[text] = tags;
        }
        _last = new(text, tags);
        return tags;
    }

    private static SharedTags Make(string component, string dbType, DbConnectionTags connection)
    {
        List<KeyValuePair<string, object>> tags = [new("component", component), new("span.kind", "client"), new("db.type", dbType)];
        if (connection.Database is { } database)
            tags.Add(new("db.name", database));
        if (connection.User is { } user)
            tags.Add(new("db.user", user));
        if (connection.Host is { } host)
            tags.Add(new("out.host", host));
        if (connection.Port != 0)
            tags.Add(new("network.destination.port", BoxedNumbers.Box((long)connection.Port)));
        return new SharedTags(tags);
    }

    private sealed record Remembered(string ConnectionString, SharedTags Tags);
}
