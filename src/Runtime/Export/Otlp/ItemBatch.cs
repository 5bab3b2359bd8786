using DdRun.Configuration;

namespace DdRun.Export.Otlp;

/// <summary>Collects encoded items (spans, metrics, log records) by service and scope, and makes a request of them. For one thread.</summary>
internal sealed class ItemBatch(SignalSchema schema, OtlpSignal signal, Func<string?, byte[]> encodeResource)
{
    // What a request and an item need besides the items themselves.
    private const int RequestOverhead = 64, GroupOverhead = 256, ItemOverhead = 12;
    private const int MaxIdle = 60, MaxGroups = 1000;

    private readonly bool _json = signal.Protocol == OtlpProtocol.Json;
    private readonly List<ScopeGroup> _groups = [];
    private readonly ByteBuffer _payload = new(8 << 20);
    private readonly ByteBuffer _item = new();
    private ScopeGroup? _last;
    private int _size = RequestOverhead;

    public int Count { get; private set; }

    /// <summary>Adds an item; answers false, and adds nothing, when the request would exceed the limit with it.</summary>
    /// <param name="service">Null = the process's.</param>
    /// <param name="scope">Name of the scope.</param>
    /// <param name="version">Of the scope.</param>
    /// <param name="item">The fields of its message.</param>
    /// <param name="maxBytes">Of the request.</param>
    public bool TryAdd(string? service, string scope, string? version, ReadOnlySpan<byte> item, int maxBytes)
    {
        if (_json)
        {
            _item.Clear();
            JsonTranscoder.Write(_item, item, schema.Item);
            item = _item.Written;
        }
        var group = Group(service, scope, version);
        var size = item.Length + ItemOverhead + (group.Count == 0 ? SizeOf(group) : 0);
        if (_size + size > maxBytes)
            return false;
        _size += size;
        Count++;
        if (_json)
        {
            if (group.Count > 0)
                group.Items.Add((byte)',');
            group.Items.Add(item);
        }
        else
        {
            var writer = new ProtobufWriter(group.Items);
            writer.Bytes(SignalSchema.ItemsField, item);
            writer.Save();
        }
        group.Count++;
        return true;
    }

    /// <summary>The request, valid until the next call.</summary>
    public ReadOnlySpan<byte> Payload()
    {
        _payload.Clear();
        if (_json)
            WriteJson();
        else
            WriteProtobuf();
        return _payload.Written;
    }

    public void Clear()
    {
        foreach (var group in _groups)
        {
            group.Idle = group.Count == 0 ? group.Idle + 1 : 0;
            group.Count = 0;
            group.Items.Clear();
        }
        _groups.RemoveAll(static group => group.Idle > MaxIdle);
        if (_groups.Count > MaxGroups)
            _groups.Clear();
        _last = null;
        _size = RequestOverhead;
        Count = 0;
    }

    // In JSON, everything of them is quoted and escaped.
    private int SizeOf(ScopeGroup group) => GroupOverhead + (group.Resource.Length + group.Head.Length) * (_json ? 6 : 1);

    private ScopeGroup Group(string? service, string scope, string? version)
    {
        if (_last is { } last && Is(last, service, scope, version))
            return last;
        foreach (var group in _groups)
            if (Is(group, service, scope, version))
                return _last = group;
        // Beside others of the same service, because one resource is written for all of them.
        var other = _groups.FindLastIndex(group => group.Service == service);
        var added = new ScopeGroup(service, scope, version, other < 0 ? encodeResource(service) : _groups[other].Resource);
        _groups.Insert(other < 0 ? _groups.Count : other + 1, added);
        return _last = added;
    }

    private static bool Is(ScopeGroup group, string? service, string scope, string? version) =>
        string.Equals(group.Scope, scope) && string.Equals(group.Service, service) && string.Equals(group.Version, version);

    private void WriteProtobuf()
    {
        var writer = new ProtobufWriter(_payload);
        byte[]? resource = null;
        var begun = 0;
        foreach (var group in _groups)
        {
            if (group.Count == 0)
                continue;
            if (!ReferenceEquals(group.Resource, resource))
            {
                if (resource is not null)
                    writer.End(begun);
                begun = writer.Begin(SignalSchema.RequestField);
                writer.Bytes(SignalSchema.ResourceField, resource = group.Resource);
            }
            var scope = writer.Begin(SignalSchema.ScopesField);
            writer.Bytes(SignalSchema.ScopeField, group.Head);
            writer.Raw(group.Items.Written);
            writer.End(scope);
        }
        if (resource is not null)
            writer.End(begun);
        writer.Save();
    }

    private void WriteJson()
    {
        _payload.Add((byte)'{');
        JsonTranscoder.Quoted(_payload, schema.Resources);
        _payload.Add(":["u8);
        byte[]? resource = null;
        foreach (var group in _groups)
        {
            if (group.Count == 0)
                continue;
            if (ReferenceEquals(group.Resource, resource))
            {
                _payload.Add((byte)',');
            }
            else
            {
                _payload.Add(resource is null ? "{\"resource\":"u8 : "]},{\"resource\":"u8);
                JsonTranscoder.Write(_payload, resource = group.Resource, JsonSchemas.Resource);
                _payload.Add((byte)',');
                JsonTranscoder.Quoted(_payload, schema.Scopes);
                _payload.Add(":["u8);
            }
            _payload.Add("{\"scope\":"u8);
            JsonTranscoder.Write(_payload, group.Head, JsonSchemas.Scope);
            _payload.Add((byte)',');
            JsonTranscoder.Quoted(_payload, schema.Items);
            _payload.Add(":["u8);
            _payload.Add(group.Items.Written);
            _payload.Add("]}"u8);
        }
        _payload.Add(resource is null ? "]}"u8 : "]}]}"u8);
    }
}
