using System.Text;
using System.Text.Json;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Queries;

/// <summary>Services and their operations in numbers, and who calls whom.</summary>
internal sealed class ServiceReport
{
    private readonly Dictionary<(string Service, string Name), Group> _operations = [];
    private readonly Dictionary<(string From, string To, string Kind), Group> _calls = [];
    private readonly Dictionary<ulong, (SpanSegment Segment, int Index)> _byId = [];
    private readonly HashSet<ulong> _withChildElsewhere = [];
    private long _from = long.MaxValue, _to;

    public static void Write(Utf8JsonWriter writer, TraceQuery query)
    {
        var report = new ServiceReport();
        query.Visit((number, filter) =>
        {
            report.Add(TraceDetail.Spans(query.Store, query.Store.Rows[number]));
            return true;
        });
        report.Write(writer);
    }

    private void Add(List<(SpanSegment Segment, int Index)> spans)
    {
        _byId.Clear();
        _withChildElsewhere.Clear();
        foreach (var (segment, index) in spans)
            _byId.TryAdd(segment.SpanIds[index], (segment, index));
        foreach (var (segment, index) in spans)
        {
            var strings = segment.Strings;
            var service = strings.Text(segment.Services[index]);
            Count(_operations, (service, strings.Text(segment.Names[index])), segment, index);
            _from = Math.Min(_from, segment.Starts[index]);
            _to = Math.Max(_to, segment.Starts[index] + segment.Durations[index]);
            if (!_byId.TryGetValue(segment.ParentIds[index], out var parent))
                continue;
            var caller = parent.Segment.Strings.Text(parent.Segment.Services[parent.Index]);
            if (caller == service)
                continue;
            _withChildElsewhere.Add(segment.ParentIds[index]);
            var (target, kind) = Outside(segment, index) ?? (service, "service");
            Count(_calls, (caller, kind == "service" ? service : target, kind), segment, index);
        }

        foreach (var (segment, index) in spans)
        {
            if (_withChildElsewhere.Contains(segment.SpanIds[index]) || Outside(segment, index) is not { } outside)
                continue;
            var service = segment.Strings.Text(segment.Services[index]);
            // A database's client may call itself after the database: then the caller is whoever is above.
            if (_byId.TryGetValue(segment.ParentIds[index], out var parent)
                && parent.Segment.Strings.Text(parent.Segment.Services[parent.Index]) is var above && above != service)
                continue;
            Count(_calls, (service, outside.Name, outside.Kind), segment, index);
        }
    }

    /// <summary>The thing outside that a span talks to, where it is no service that sends spans itself.</summary>
    private static (string Name, string Kind)? Outside(SpanSegment segment, int index)
    {
        string? system = null, queue = null, host = null, peer = null, database = null, kind = null;
        var tags = segment.Tags(index);
        while (tags.Read())
        {
            if (tags.IsNumber)
                continue;
            switch (Encoding.UTF8.GetString(tags.KeyBytes))
            {
                case "db.system" or "db.system.name" or "db.type":
                    system = tags.Value;
                    break;
                case "db.name" or "db.namespace":
                    database = tags.Value;
                    break;
                case "messaging.system":
                    queue = tags.Value;
                    break;
                case "out.host" or "server.address" or "net.peer.name" or "network.destination.name":
                    host ??= tags.Value;
                    break;
                case "peer.service":
                    peer = tags.Value;
                    break;
                case "span.kind":
                    kind = tags.Value;
                    break;
            }
        }

        if (system is not null)
            return (string.IsNullOrEmpty(database) ? system : $"{system} {database}", "database");
        if (queue is not null)
            return (queue, "queue");
        return kind == "client" && (peer ?? host) is { Length: > 0 } name ? (name, "host") : null;
    }

    private static void Count<TKey>(Dictionary<TKey, Group> groups, TKey key, SpanSegment segment, int index)
        where TKey : notnull
    {
        if (!groups.TryGetValue(key, out var group))
        {
            if (groups.Count == 2000)
                return;
            groups[key] = group = new();
        }

        group.Add(segment.Durations[index], segment.Errors[index]);
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("from"u8, _from == long.MaxValue ? 0 : _from);
        writer.WriteNumber("to"u8, _to);
        writer.WriteStartArray("operations"u8);
        foreach (var ((service, name), group) in _operations.OrderBy(pair => pair.Key.Service, StringComparer.Ordinal).ThenByDescending(pair => pair.Value.Durations.Sum))
        {
            writer.WriteStartObject();
            writer.WriteString("service"u8, service);
            writer.WriteString("name"u8, name);
            group.Write(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("calls"u8);
        foreach (var ((from, to, kind), group) in _calls.OrderByDescending(pair => pair.Value.Durations.Count))
        {
            writer.WriteStartObject();
            writer.WriteString("from"u8, from);
            writer.WriteString("to"u8, to);
            writer.WriteString("kind"u8, kind);
            group.Write(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
