using System.Globalization;

namespace DdRun.Testing;

/// <summary>One span as it came over the wire (v0.4).</summary>
public sealed record ReceivedSpan
{
    public required ulong TraceId { get; init; }
    public required ulong SpanId { get; init; }
    public required ulong ParentId { get; init; }
    public required string Service { get; init; }
    public required string Name { get; init; }
    public required string Resource { get; init; }
    public string? Type { get; init; }
    public required long Start { get; init; }
    public required long Duration { get; init; }
    public int Error { get; init; }
    public IReadOnlyDictionary<string, string> Meta { get; init; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    public IReadOnlyList<(ulong TraceId, ulong SpanId)> Links { get; init; } = [];

    public long End => Start + Duration;

    public int ProcessId => Metrics.TryGetValue("process_id", out var id) ? (int)id : 0;

    internal static IReadOnlyList<IReadOnlyList<ReceivedSpan>> FromV04(ReadOnlySpan<byte> body) =>
        [.. ((List<object?>)MessagePackDecoder.Decode(body)!)
            .Select(trace => ((List<object?>)trace!).Select(span => From((Dictionary<string, object?>)span!)).ToArray())];

    private static ReceivedSpan From(Dictionary<string, object?> map) => new()
    {
        TraceId = (ulong)map["trace_id"]!,
        SpanId = (ulong)map["span_id"]!,
        ParentId = map.TryGetValue("parent_id", out var parent) ? (ulong)parent! : 0,
        Service = (string)map["service"]!,
        Name = (string)map["name"]!,
        Resource = (string)map["resource"]!,
        Type = map.TryGetValue("type", out var type) ? (string?)type : null,
        Start = Integer(map["start"]),
        Duration = Integer(map["duration"]),
        Error = map.TryGetValue("error", out var error) ? (int)Integer(error) : 0,
        Meta = map.TryGetValue("meta", out var meta)
            ? ((Dictionary<string, object?>)meta!).ToDictionary(pair => pair.Key, pair => (string)pair.Value!)
            : [],
        Metrics = map.TryGetValue("metrics", out var metrics)
            ? ((Dictionary<string, object?>)metrics!).ToDictionary(pair => pair.Key, pair => Convert.ToDouble(pair.Value, CultureInfo.InvariantCulture))
            : [],
        Links = map.TryGetValue("span_links", out var links)
            ? [.. ((List<object?>)links!).Cast<Dictionary<string, object?>>().Select(link => ((ulong)link["trace_id"]!, (ulong)link["span_id"]!))]
            : [],
    };

    private static long Integer(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name} [{Service}] {Resource} trace={TraceId} id={SpanId} parent={ParentId} error={Error} {string.Join(' ', Meta.Select(tag => $"{tag.Key}={tag.Value}"))}");
}
