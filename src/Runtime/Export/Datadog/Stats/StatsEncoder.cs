using DdRun.Configuration;
using DdRun.Export.Datadog.Spans;
using DdRun.Export.MessagePack;
using DdRun.Identity;

namespace DdRun.Export.Datadog.Stats;

/// <summary>The payload of <c>/v0.6/stats</c>.</summary>
internal sealed class StatsEncoder(Settings settings)
{
    private readonly MessagePackWriter _writer = new();
    private ulong _sequence;

    public ReadOnlySpan<byte> Encode(List<(long Start, StatsBucket Bucket)> buckets)
    {
        var w = _writer;
        w.Reset();
        w.WriteMapHeader(14);
        Text("Hostname"u8, settings.ReportHostname ? settings.Hostname ?? Environment.MachineName : settings.Hostname ?? "");
        Text("Env"u8, settings.Env is { Length: > 0 } env ? env : "unknown-env");
        Text("Version"u8, settings.Version ?? "");
        w.WriteKey("Stats"u8);
        w.WriteArrayHeader(buckets.Count);
        foreach (var (start, bucket) in buckets)
            WriteBucket(start, bucket);
        Text("Lang"u8, "dotnet");
        Text("TracerVersion"u8, ProcessInfo.TracerVersion);
        Text("RuntimeID"u8, ProcessInfo.RuntimeId);
        Number("Sequence"u8, ++_sequence);
        Text("AgentAggregation"u8, "");
        Text("Service"u8, settings.Service);
        Text("ContainerID"u8, ProcessInfo.ContainerId ?? "");
        w.WriteKey("Tags"u8);
        w.WriteArrayHeader(0);
        Text("GitCommitSha"u8, settings.GitCommitSha ?? "");
        Text("ProcessTags"u8, settings.ProcessTagsEnabled ? SpanTags.JoinProcessTags() ?? "" : "");
        return w.Written;
    }

    private void WriteBucket(long start, StatsBucket bucket)
    {
        _writer.WriteMapHeader(4);
        Number("Start"u8, (ulong)start);
        Number("Duration"u8, StatsAggregator.BucketNanoseconds);
        _writer.WriteKey("Stats"u8);
        _writer.WriteArrayHeader(bucket.Groups.Count);
        foreach (var (key, group) in bucket.Groups)
            WriteGroup(key, group);
        Number("AgentTimeShift"u8, 0);
    }

    private void WriteGroup(StatsKey key, StatsGroup group)
    {
        var w = _writer;
        w.WriteMapHeader(20);
        Text("Service"u8, key.Service);
        Text("Name"u8, key.Name);
        Text("Resource"u8, key.Resource);
        Number("HTTPStatusCode"u8, (ulong)key.HttpStatusCode);
        Text("Type"u8, key.Type);
        Text("DBType"u8, "");
        Number("Hits"u8, (ulong)group.Hits);
        Number("Errors"u8, (ulong)group.Errors);
        Number("Duration"u8, (ulong)group.Nanoseconds);
        w.WriteKey("OkSummary"u8);
        w.WriteBinary(DdSketchEncoder.Encode(group.OkDurations));
        w.WriteKey("ErrorSummary"u8);
        w.WriteBinary(DdSketchEncoder.Encode(group.ErrorDurations));
        w.WriteKey("Synthetics"u8);
        w.WriteBoolean(key.IsSynthetic);
        Number("TopLevelHits"u8, (ulong)group.TopLevelHits);
        Text("SpanKind"u8, key.SpanKind);
        var peerTags = StatsAggregator.SplitPeerTags(key.PeerTags);
        w.WriteKey("PeerTags"u8);
        w.WriteArrayHeader(peerTags.Length);
        foreach (var tag in peerTags)
            w.WriteString(tag);
        Number("IsTraceRoot"u8, key.IsTraceRoot ? 1u : 2u);
        Text("GRPCStatusCode"u8, key.GrpcStatusCode);
        Text("HTTPMethod"u8, key.HttpMethod);
        Text("HTTPEndpoint"u8, key.HttpEndpoint);
        Text("srv_src"u8, key.ServiceSource);
    }

    private void Text(ReadOnlySpan<byte> key, string value)
    {
        _writer.WriteKey(key);
        _writer.WriteString(value);
    }

    private void Number(ReadOnlySpan<byte> key, ulong value)
    {
        _writer.WriteKey(key);
        _writer.WriteUInt64(value);
    }
}
