using System.Globalization;
using DdRun.Configuration;
using DdRun.Export.Datadog.Spans;
using DdRun.Export.Datadog.Stats.Obfuscation;
using DdRun.Tracing;

namespace DdRun.Export.Datadog.Stats;

/// <summary>Counts finished spans in ten-second buckets. On the writer's thread.</summary>
internal sealed class StatsAggregator(Settings settings)
{
    public const long BucketNanoseconds = 10_000_000_000;
    private const int OpenBuckets = 2;
    private const char PeerTagSeparator = '\u001f';

    // Made when it is needed: its code is not precompiled.
    private SortedDictionary<long, StatsBucket>? _buckets;
    private long _oldest;
    private ResourceObfuscator? _obfuscator;

    /// <summary>Null when resources are counted as they are.</summary>
    public ObfuscationRules? Obfuscation { get; private set; }

    /// <summary>Which tags of client, producer and consumer spans tell peers apart; the agent names them.</summary>
    public IReadOnlyList<string> PeerTags { get; set; } = [];

    public bool IsEmpty => _buckets is not { Count: > 0 };

    /// <summary>Changes under which names resources are counted. What was counted before must have been taken out: a request says one way for all.</summary>
    public void Obfuscate(ObfuscationRules? rules)
    {
        Obfuscation = rules;
        _obfuscator = rules is null ? null : new ResourceObfuscator(rules);
    }

    public void Add(TraceChunk chunk)
    {
        foreach (var span in chunk.Spans)
        {
            // A snapshot of a span that goes on: it comes again when it has finished.
            if (span.FindSent(TraceTags.PartialVersion) is not (null or string))
                continue;
            var isTopLevel = SpanTags.IsTopLevel(span);
            var kind = span.FindSent("span.kind") as string ?? "";
            if (!isTopLevel && span.FindSent(TraceTags.Measured) is not (1L or 1.0) && kind is not ("client" or "server" or "producer" or "consumer"))
                continue;
            var end = span.StartNanoseconds + span.DurationNanoseconds;
            // What comes late is counted in the oldest bucket that is still open.
            var start = Math.Max(end - end % BucketNanoseconds, _oldest);
            _buckets ??= [];
            if (!_buckets.TryGetValue(start, out var bucket))
                _buckets.Add(start, bucket = new StatsBucket(settings.StatsCardinality, settings.StatsResources));
            bucket.Add(KeyOf(span, chunk, kind), span.DurationNanoseconds, span.Error, isTopLevel);
        }
    }

    /// <summary>Takes out what is complete: all but the two newest buckets, or everything.</summary>
    public List<(long Start, StatsBucket Bucket)> Take(long now, bool everything)
    {
        var current = now - now % BucketNanoseconds;
        var keepFrom = everything ? long.MaxValue : current - (OpenBuckets - 1) * BucketNanoseconds;
        var taken = new List<(long, StatsBucket)>();
        foreach (var (start, bucket) in _buckets ?? [])
        {
            if (start < keepFrom)
                taken.Add((start, bucket));
        }
        foreach (var (start, _) in taken)
            _buckets!.Remove(start);
        _oldest = Math.Max(_oldest, Math.Min(keepFrom, current));
        return taken;
    }

    private StatsKey KeyOf(Span span, TraceChunk chunk, string kind) => new()
    {
        Service = span.Service ?? "",
        Name = span.Name,
        Resource = ResourceOf(span),
        Type = span.Type ?? "",
        SpanKind = kind,
        HttpStatusCode = StatusOf(span),
        HttpMethod = span.GetTag("http.method") ?? "",
        HttpEndpoint = span.GetTag("http.endpoint") ?? span.GetTag("http.route") ?? "",
        GrpcStatusCode = NumberOrText(span, "rpc.grpc.status_code") ?? NumberOrText(span, "grpc.code") ?? NumberOrText(span, "grpc.status.code") ?? "",
        ServiceSource = span.ServiceWasGiven ? "m" : "",
        IsSynthetic = chunk.Root.Details?.Origin?.StartsWith("synthetics", StringComparison.Ordinal) == true,
        IsTraceRoot = span.ParentId == 0,
        PeerTags = kind is "client" or "producer" or "consumer" ? PeerTagsOf(span) : "",
    };

    private string ResourceOf(Span span)
    {
        // As it is sent: of what is cut off nothing may decide how the rest reads.
        var resource = TagText.Cut(span.Resource);
        return _obfuscator is null ? resource : _obfuscator.Obfuscate(span.Type, resource);
    }

    internal static string[] SplitPeerTags(string joined) => joined.Length == 0 ? [] : joined.Split(PeerTagSeparator);

    private string PeerTagsOf(Span span)
    {
        var joined = "";
        foreach (var tag in PeerTags)
        {
            if (NumberOrText(span, tag) is { Length: > 0 } value)
                joined += (joined.Length == 0 ? "" : PeerTagSeparator) + tag + ":" + value;
        }
        return joined;
    }

    private static int StatusOf(Span span) =>
        int.TryParse(NumberOrText(span, "http.status_code"), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0;

    private static string? NumberOrText(Span span, string key) =>
        span.GetTag(key) ?? span.GetMetric(key)?.ToString(CultureInfo.InvariantCulture);
}
