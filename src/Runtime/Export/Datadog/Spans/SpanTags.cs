using System.Text;
using DdRun.Configuration;
using DdRun.Identity;
using DdRun.Sampling;
using DdRun.Text;
using DdRun.Tracing;

namespace DdRun.Export.Datadog.Spans;

/// <summary>All tags of a span as they are sent: what was set on it, then what the trace, the process and the configuration add.</summary>
internal sealed class SpanTags(Settings settings)
{
    private readonly string? _processTags = settings.ProcessTagsEnabled ? JoinProcessTags() : null;

    private ulong _lastHigh;
    private string _lastHex = "";

    private string BaseService => field ??= settings.Service.ToLowerInvariant();

    /// <returns>Whether there are numbers among the span's own tags, for <see cref="WriteNumbers"/>.</returns>
    public bool WriteText<TSink>(ref TSink sink, Span span, TraceChunk chunk, bool isChunkRoot)
        where TSink : struct, ITagSink
    {
        var (hasNumbers, hasReserved) = (false, false);
        for (var i = 0; span.TryGetOwnTag(i, out var key, out var value); i++)
        {
            if (value is string text)
                sink.Text(key, text);
            else
                hasNumbers = true;
            hasReserved |= isChunkRoot && TraceTags.IsReserved(key);
        }
        if (span.Shared is { HasTexts: true } shared)
            WriteShared(ref sink, shared, texts: true);
        foreach (var (key, value) in span.Root.Snapshot.GlobalTags)
        {
            if (value is string text)
                Add(ref sink, span, key, text);
        }
        if (span.Root.Details is { } details)
            WriteInherited(ref sink, span, details, isChunkRoot);
        if (isChunkRoot && span.IsLocalRoot && !hasReserved && IsOrdinary(span))
            WriteOrdinaryRoot(ref sink, span, chunk);
        else
            WriteOfTrace(ref sink, span, chunk, isChunkRoot);
        return hasNumbers;
    }

    // Whether what a root gets besides its own tags depends on its service, the upper half of the trace id and the decision only.
    private bool IsOrdinary(Span span) =>
        !settings.ReportHostname && span.Root.Details?.PropagationError is null && span.Shared is not { HasReserved: true };

    private void WriteOrdinaryRoot<TSink>(ref TSink sink, Span span, TraceChunk chunk)
        where TSink : struct, ITagSink
    {
        var root = span.Root;
        if (TryRepeat(ref sink, sink.Repeated, root.TraceIdHigh, root.DecisionMaker, span.Service, span.ServiceWasGiven ? 1 : 0, root.Decision))
            return;
        var before = sink.Count;
        WriteOfTrace(ref sink, span, chunk, isChunkRoot: true);
        sink.Repeated.Keep(sink.Count - before);
    }

    private void WriteOfTrace<TSink>(ref TSink sink, Span span, TraceChunk chunk, bool isChunkRoot)
        where TSink : struct, ITagSink
    {
        WriteOfService(ref sink, span);
        if (span.IsLocalRoot)
            WriteLocalRoot(ref sink, span);
        if (isChunkRoot)
            WriteChunkRoot(ref sink, span, chunk);
    }

    /// <summary>The numbers of a span, whose own ones are only looked for where <see cref="WriteText"/> saw some.</summary>
    public static void WriteNumbers<TSink>(ref TSink sink, Span span, TraceChunk chunk, bool isChunkRoot, bool hasOwn)
        where TSink : struct, ITagSink
    {
        for (var i = 0; hasOwn && span.TryGetOwnTag(i, out var key, out var value); i++)
        {
            if (value is not string and not RemovedTag)
                sink.Number(key, BoxedNumbers.ToDouble(value));
        }
        if (span.Shared is { HasNumbers: true } shared)
            WriteShared(ref sink, shared, texts: false);
        foreach (var (key, value) in span.Root.Snapshot.GlobalTags)
        {
            if (value is not string && span.FindStored(key) is null)
                sink.Number(key, BoxedNumbers.ToDouble(value));
        }
        if (!isChunkRoot || !span.IsLocalRoot || chunk.IsSingleSpans || chunk.Root.Decision is not { } decision)
        {
            WriteTraceNumbers(ref sink, span, chunk, isChunkRoot);
            return;
        }
        if (TryRepeat(ref sink, sink.Repeated, 0, null, null, chunk.KeepRate, decision))
            return;
        var before = sink.Count;
        WriteTraceNumbers(ref sink, span, chunk, isChunkRoot);
        sink.Repeated.Keep(sink.Count - before);
    }

    private static void WriteShared<TSink>(ref TSink sink, SharedTags shared, bool texts)
        where TSink : struct, ITagSink
    {
        var before = sink.Count;
        var row = sink.RepeatedOf(shared);
        if (TryRepeat(ref sink, row, (ulong)shared.Id, null, null, 0, null))
            return;
        for (var i = 0; i < shared.TagCount; i++)
        {
            var (key, value) = ((string)shared.Tags![i * 2]!, shared.Tags[i * 2 + 1]!);
            if (value is not string text)
            {
                if (!texts)
                    sink.Number(key, BoxedNumbers.ToDouble(value));
            }
            else if (texts)
            {
                sink.Text(key, text);
            }
        }
        row.Keep(sink.Count - before);
    }

    private static bool TryRepeat<TSink>(ref TSink sink, RepeatedTags row, ulong first, string? text, string? service, double second, SamplingDecision? decision)
        where TSink : struct, ITagSink
    {
        if (!row.TryWrite(first, text, service, second, decision, out var tags))
            return false;
        sink.Count += tags;
        return true;
    }

    private static void WriteTraceNumbers<TSink>(ref TSink sink, Span span, TraceChunk chunk, bool isChunkRoot)
        where TSink : struct, ITagSink
    {
        if (IsTopLevel(span))
            sink.Number(TraceTags.TopLevel, 1);
        if (span.IsLocalRoot)
        {
            sink.Number(TraceTags.ProcessId, ProcessInfo.ProcessId);
            if (span.Root.Decision is { } decision)
            {
                AddNumber(ref sink, TraceTags.RuleRate, decision.RuleRate);
                AddNumber(ref sink, TraceTags.LimitRate, decision.LimitRate);
                AddNumber(ref sink, TraceTags.AgentRate, decision.AgentRate);
            }
        }
        if (isChunkRoot)
        {
            AddNumber(ref sink, TraceTags.Priority, chunk.Priority);
            sink.Number(TraceTags.KeepRate, chunk.KeepRate);
        }
    }

    /// <summary>The first span of its service in a row: what statistics count.</summary>
    public static bool IsTopLevel(Span span) => span.Parent is not { } parent || !string.Equals(parent.Service, span.Service, StringComparison.Ordinal);

    private void WriteOfService<TSink>(ref TSink sink, Span span)
        where TSink : struct, ITagSink
    {
        if (settings.Version is { Length: > 0 } version && HasProcessVersion(span))
            Add(ref sink, span, TraceTags.Version, version);
        if (span.ServiceWasGiven)
            Add(ref sink, span, TraceTags.ServiceSource, "m");
        if (span.Service is { } service && !service.Equals(settings.Service, StringComparison.OrdinalIgnoreCase))
            Add(ref sink, span, TraceTags.BaseService, BaseService);
    }

    private void WriteChunkRoot<TSink>(ref TSink sink, Span span, TraceChunk chunk)
        where TSink : struct, ITagSink
    {
        Add(ref sink, span, TraceTags.Language, "dotnet");
        var root = chunk.Root;
        if (root.TraceIdHigh != 0)
            Add(ref sink, span, TraceTags.TraceIdHigh, Hex(root.TraceIdHigh));
        if (root.DecisionMaker is { } decisionMaker)
            Add(ref sink, span, TraceTags.DecisionMaker, decisionMaker);
        if (root.Details?.PropagationError is { } error)
            Add(ref sink, span, TraceTags.PropagationError, error);
        if (settings.GitRepositoryUrl is { } repository)
            Add(ref sink, span, TraceTags.RepositoryUrl, repository);
        if (settings.GitCommitSha is { } commit)
            Add(ref sink, span, TraceTags.CommitSha, commit);
        if (_processTags is not null)
            Add(ref sink, span, TraceTags.ProcessTags, _processTags);
    }

    private void WriteLocalRoot<TSink>(ref TSink sink, Span span)
        where TSink : struct, ITagSink
    {
        Add(ref sink, span, TraceTags.RuntimeId, ProcessInfo.RuntimeId);
        if (settings.ReportHostname && span.ParentId == 0)
            Add(ref sink, span, TraceTags.Hostname, settings.Hostname ?? Environment.MachineName);
        if (span.Root.Decision?.KnuthRate is { } rate)
            Add(ref sink, span, TraceTags.KnuthRate, rate);
    }

    private static void WriteInherited<TSink>(ref TSink sink, Span span, TraceDetails details, bool isChunkRoot)
        where TSink : struct, ITagSink
    {
        if (details.Origin is { } origin)
            Add(ref sink, span, TraceTags.Origin, origin);
        foreach (var (key, value) in details.Remote?.Tags ?? [])
        {
            // Decision maker, upper id half and error have their own rules above.
            var wanted = key is TraceTags.DecisionMaker or TraceTags.TraceIdHigh or TraceTags.PropagationError ? false
                : TraceTags.IsPropagated(key) ? isChunkRoot || TraceTags.IsInherited(key)
                : span.IsLocalRoot;
            if (wanted)
                Add(ref sink, span, key, value);
        }
    }

    // It is the time in seconds: many traces have the same.
    private string Hex(ulong traceIdHigh)
    {
        if (traceIdHigh != _lastHigh)
        {
            _lastHigh = traceIdHigh;
            _lastHex = HexId.Format(traceIdHigh);
        }
        return _lastHex;
    }

    private bool HasProcessVersion(Span span) =>
        string.Equals(span.Service, settings.Service, StringComparison.Ordinal) && string.Equals(span.Root.Service, settings.Service, StringComparison.Ordinal);

    // What is on the span already wins.
    private static void Add<TSink>(ref TSink sink, Span span, string key, string value)
        where TSink : struct, ITagSink
    {
        if (span.FindStored(key) is null)
            sink.Text(key, value);
    }

    private static void AddNumber<TSink>(ref TSink sink, string key, double? value)
        where TSink : struct, ITagSink
    {
        if (value is { } number)
            sink.Number(key, number);
    }

    internal static string? JoinProcessTags()
    {
        var text = new StringBuilder();
        foreach (var (key, value) in ProcessInfo.Tags)
            text.Append(text.Length == 0 ? "" : ",").Append(key).Append(':').Append(value);
        return text.Length == 0 ? null : text.ToString();
    }
}
