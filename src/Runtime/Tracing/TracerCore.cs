using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Sampling;

namespace DdRun.Tracing;

/// <summary>One tracer: makes spans, and hands finished traces to its writer.</summary>
internal sealed class TracerCore
{
    // At most ten of them a second: a process that soon ends has no use for the clock.
    private const int RenewalsBeforeProcessorClock = 3;

    private readonly KeyValuePair<string, string>[] _serviceMapping;
    private readonly object _tagsLock = new();
    private int _renewals;
    private TracerSnapshot _snapshot;

    public TracerCore(Settings settings, ITraceWriter writer)
        : this(settings, _ => writer)
    {
    }

    /// <param name="settings">The settings.</param>
    /// <param name="makeWriter">Makes the writer, which may want to know the tracer.</param>
    public TracerCore(Settings settings, Func<TracerCore, ITraceWriter> makeWriter)
    {
        Settings = settings;
        IsEnabled = settings.TraceEnabled;
        _serviceMapping = settings.ServiceMapping;
        DefaultService = settings.Service;
        MappedDefaultService = Map(settings.Service);
        PartialFlushSpans = settings.PartialFlushEnabled ? Math.Max(1, settings.PartialFlushMinSpans) : settings.MaxSpansPerTrace;
        OpenTraces = new OpenTraces(settings);
        Sampler = new TraceSampler(settings);
        Options = new TracerOptions { Enabled = IsEnabled };
        _snapshot = new TracerSnapshot(this, GlobalTagsOf(settings));
        Writer = makeWriter(this);
    }

    public Settings Settings { get; }
    public bool IsEnabled { get; set; }
    public string DefaultService { get; }

    /// <summary>What spans without a service of their own are sent with.</summary>
    public string MappedDefaultService { get; }

    public OpenTraces OpenTraces { get; }
    public LoadShedding Shedding { get; } = new();
    public TraceSampler Sampler { get; }
    public int PartialFlushSpans { get; }
    public ITraceWriter Writer { get; }
    public TracerOptions Options { get; private set; }

    /// <summary>The tracer before settings changed, whose traces may still be under way.</summary>
    public TracerCore? Predecessor { get; private set; }

    public TracerSnapshot Snapshot => Volatile.Read(ref _snapshot);

    /// <summary>Starts a child of the active span and makes it the active one.</summary>
    public Span Begin(string name, string? service, string? resource, string? type)
    {
        if (!IsEnabled)
            return LocalRoot.Disabled;
        var parent = ActiveSpan.Current;
        Span span;
        if (parent is null || parent.IsRemote)
        {
            var snapshot = FreshSnapshot(out var now);
            span = StartRoot(parent, name ?? "", service, resource, type, snapshot, now);
        }
        else
        {
            if (LeavesOutChildOf(parent.Root))
                return parent.Root.LeaveChildOut();
            span = StartChild(parent, name ?? "", service, resource, type, parent.Now());
        }
        span.Activate();
        return span;
    }

    /// <summary>Starts a span that is not active. The parent may stand for a remote context.</summary>
    public Span Start(Span? parent, string name, string? service, string? resource, string? type, DateTimeOffset? startTime = null)
    {
        if (!IsEnabled)
            return LocalRoot.Disabled;
        name ??= "";
        if (parent is not null && !parent.IsRemote && !ReferenceEquals(parent, LocalRoot.Disabled))
        {
            if (LeavesOutChildOf(parent.Root))
                return parent.Root.LeaveChildOut();
            var start = startTime is { } childTime ? parent.Root.Snapshot.Ticks(Clock.ToUnixNanoseconds(childTime)) : parent.Now();
            return StartChild(parent, name, service, resource, type, start);
        }
        var snapshot = FreshSnapshot(out var now);
        if (startTime is { } rootTime)
            now = snapshot.Ticks(Clock.ToUnixNanoseconds(rootTime));
        return StartRoot(parent, name, service, resource, type, snapshot, now);
    }

    /// <summary>Starts a span that is not active and continues another process's trace, or begins one where there is none to continue.</summary>
    public Span StartContinued(SpanContext? context, string name, string? service, string? resource, string? type)
    {
        if (context is null || !IsEnabled)
            return Start(null, name, service, resource, type);
        var snapshot = FreshSnapshot(out var now);
        return StartContinued(context, null, name, service is null ? null : Map(service), resource, type, snapshot, now);
    }

    /// <summary>Whether a call within the active trace, if there is one, is only counted, and counts it: its trace was left out, or has too many spans.</summary>
    public bool TryLeaveOutActive()
    {
        if (!Shedding.WasActive || ActiveSpan.Current is not { IsRemote: false } active || !LeavesOutChildOf(active.Root))
            return false;
        active.Root.CountChildLeftOut();
        return true;
    }

    public SamplingDecision Sample(LocalRoot root) => Sampler.Decide(root, Sampler.NeedsEnv ? root.GetTag(TraceTags.Env) : null);

    public void Configure(Action<TracerOptions> configure)
    {
        lock (Options)
        {
            configure(Options);
            IsEnabled = Options.Enabled;
            Writer.Configure(Options);
        }
    }

    public bool Flush(TimeSpan timeout) => (Predecessor?.Flush(timeout) ?? true) & Writer.Flush(timeout);

    /// <summary>Makes the writer's thread send what there is while the process may be about to end; <see cref="FinishEnd"/> waits for it.</summary>
    public void BeginEnd(ExitDeadline limit)
    {
        Predecessor?.BeginEnd(limit);
        FlushOpenTraces();
        Writer.BeginEnd(limit);
    }

    /// <summary>Sends what there is while the process may be about to end.</summary>
    public void FinishEnd(ExitDeadline limit, bool isCertain)
    {
        Predecessor?.FinishEnd(limit, isCertain);
        FlushOpenTraces();
        Writer.FinishEnd(limit, isCertain);
    }

    public void Shutdown(TimeSpan timeout)
    {
        Predecessor?.Shutdown(timeout);
        FlushOpenTraces();
        Writer.Shutdown(timeout);
    }

    public void Submit(Span first, Span last, int count, int weight, bool partial)
    {
        if (partial)
            StartOrder.First(first).Store("_dd.partial_flush", BoxedNumbers.Box((long)count));
        Writer.Write(first, last, count, weight);
    }

    /// <summary>Takes the options of the tracer before over, and ends with it.</summary>
    public void Succeed(TracerCore predecessor) => (Options, Predecessor) = (predecessor.Options, predecessor);

    /// <summary>Adds tags to every span of the traces that start from now on.</summary>
    public void SetTags(IEnumerable<KeyValuePair<string, object?>> tags)
    {
        lock (_tagsLock)
        {
            var merged = new Dictionary<string, object>(StringComparer.Ordinal);
            foreach (var (key, value) in _snapshot.GlobalTags)
                merged[key] = value;
            foreach (var (key, value) in tags)
            {
                if (string.IsNullOrEmpty(key))
                    continue;
                if (TagText.ToStored(value) is { } stored)
                    merged[key] = stored;
                else
                    merged.Remove(key);
            }
            var all = new KeyValuePair<string, object>[merged.Count];
            ((ICollection<KeyValuePair<string, object>>)merged).CopyTo(all, 0);
            Volatile.Write(ref _snapshot, new TracerSnapshot(this, all));
        }
    }

    /// <summary>Hands finished spans of unfinished traces to the writer.</summary>
    public int FlushOpenTraces()
    {
        // Nearly always, and then the process need not load a list at its end.
        return OpenTraces.IsEmpty ? 0 : FlushEach(OpenTraces.ToList());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int FlushEach(List<LocalRoot> open)
    {
        foreach (var root in open)
            root.FlushPartially();
        return open.Count;
    }

    private LocalRoot StartRoot(Span? remote, string name, string? service, string? resource, string? type, TracerSnapshot snapshot, long start)
    {
        if (service is not null)
            service = Map(service);
        if (remote is { IsRemote: true })
            return StartContinued(((LocalRoot)remote).Details!.Remote!, (LocalRoot)remote, name, service, resource, type, snapshot, start);
        var (traceId, spanId) = IdGenerator.NextTwo();
        var root = AmbientTrace.Source is { } ambient && snapshot.HasWideTraceIds && ambient.TryGet(out var high, out var low)
            ? new AmbientRoot(snapshot, high, low, spanId, start, name, service, resource, type)
            : new LocalRoot(snapshot, traceId, spanId, start, name, service, resource, type);
        if (Shedding.LeavesOut(root.TraceIdLow))
            root.LeaveOut();
        return root;
    }

    private LocalRoot StartContinued(
        SpanContext context, LocalRoot? remote, string name, string? service, string? resource, string? type, TracerSnapshot snapshot, long start)
    {
        var (low, spanId) = IdGenerator.NextTwo();
        if (context.IsValid)
            low = context.TraceIdLow;
        var details = new TraceDetails { Remote = context, RemoteParent = remote, Origin = context.Origin, Baggage = context.BaggageOrNull };
        var root = new LocalRoot(snapshot, low, spanId, start, name, service, resource, type, details);
        if (Shedding.LeavesOut(low) && !(context.SamplingPriority >= SamplingPriority.UserKeep))
            root.LeaveOut();
        if (context.SamplingPriority is { } priority)
            root.Inherit(priority);
        foreach (var link in context.Links ?? [])
            root.AddLink(link);
        return root;
    }

    private bool LeavesOutChildOf(LocalRoot root) => root.IsLeftOut || (Shedding.IsActive && root.LeavesNextChildOut(Settings.MaxSpansPerTrace));

    private ChildSpan StartChild(Span parent, string name, string? service, string? resource, string? type, long start)
    {
        var root = parent.Root;
        if (service is not null)
            service = Map(service);
        var span = new ChildSpan(root, parent, root.Add(), name, service, resource, type, start);
        var snapshot = Snapshot;
        if (!ReferenceEquals(root.Snapshot.GlobalTags, snapshot.GlobalTags))
            AddNewGlobalTags(span, root.Snapshot);
        return span;
    }

    private TracerSnapshot FreshSnapshot(out long now)
    {
        var snapshot = Snapshot;
        now = snapshot.Now();
        if (snapshot.IsFresh(now))
            return snapshot;
        snapshot = RenewSnapshot();
        now = snapshot.Now();
        return snapshot;
    }

    private TracerSnapshot RenewSnapshot()
    {
        lock (_tagsLock)
        {
            if (++_renewals == RenewalsBeforeProcessorClock && Settings.ProcessorClock)
                TryStartProcessorClock();
            var snapshot = new TracerSnapshot(this, _snapshot.GlobalTags);
            Volatile.Write(ref _snapshot, snapshot);
            return snapshot;
        }
    }

    // Apart and guarded: this is a thread of the target's, and the pool is in an assembly of its own.
    private static void TryStartProcessorClock()
    {
        try
        {
            QueueProcessorClock();
        }
        catch (Exception e)
        {
            Log.Debug($"Spans are timed by the system's clock: {e.Message}");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void QueueProcessorClock() => ThreadPool.UnsafeQueueUserWorkItem(static _ => StartProcessorClock(), null);

    private static void StartProcessorClock()
    {
        var reason = ProcessorClock.Start();
        Log.Debug(reason is null ? "Spans are timed by the processor's time-stamp counter." : "Spans are timed by the system's clock: " + reason + ".");
    }

    // The trace was started before the last SetTags: its spans carry their global tags themselves.
    private void AddNewGlobalTags(Span span, TracerSnapshot old)
    {
        foreach (var (key, value) in Snapshot.GlobalTags)
        {
            if (!Equals(old.FindGlobal(key), value))
                span.Store(key, value);
        }
    }

    private string Map(string service)
    {
        foreach (var (from, to) in _serviceMapping)
        {
            if (string.Equals(from, service))
                return to;
        }
        return service;
    }

    internal static KeyValuePair<string, object>[] GlobalTagsOf(Settings settings)
    {
        var given = settings.GlobalTags;
        var needsEnv = settings.Env is { Length: > 0 };
        foreach (var (key, _) in given)
            needsEnv &= key != "env";
        var tags = new KeyValuePair<string, object>[given.Length + (needsEnv ? 1 : 0)];
        for (var i = 0; i < given.Length; i++)
            tags[i] = new(given[i].Key, given[i].Value);
        if (needsEnv)
            tags[^1] = new("env", settings.Env!);
        return tags;
    }
}
