using System.Diagnostics;
using System.Runtime.CompilerServices;
using DdRun.Tracing;

namespace DdRun;

/// <summary>
/// One timed operation of a trace. Made by <see cref="Tracer"/>; ends with <see cref="Finish()"/> or at the end of a <c>using</c>.
/// </summary>
/// <remarks>
/// Every member may be used from several threads, and none throws. Finishing twice, or out of order, is harmless: the first finish counts,
/// and a child may outlive its parent. Changes after the finish are ignored. A span that is never finished is never sent. What was sent of a trace that goes
/// on keeps its name, ids and times, and not its tags.
/// </remarks>
[DebuggerDisplay("{Name,nq} {Resource} ({SpanId})")]
public partial class Span : IDisposable
{
    private const int Locked = 1, FinishedBit = 2, ErrorBit = 4, EditableBit = 8, ServiceGivenBit = 16, RemoteBit = 32, SharedBit = 64, DefaultServiceBit = 128, LocalRootBit = 256, DiscardedBit = 512, LeftOutBit = 1024;

    private static readonly ExecutionContext? s_restoreByValue = ExecutionContext.Capture();

    private string _name;
    private string? _service;
    private string? _resource;
    private string? _type;
    private Span? _next;
    private ActiveHandle? _handle;
    private readonly long _start;
    private long _duration;
    private int _state;
    private int _tagChars;
    private int _position;

    /// <summary>A child.</summary>
    private protected Span(Span parent, ulong spanId, string name, string? service, string? resource, string? type, long start)
        : this(0, spanId, name, service, resource, type, start)
    {
        if (service is not null)
        {
            _state = ServiceGivenBit;
            return;
        }
        _state = parent._state & (ServiceGivenBit | DefaultServiceBit);
        if (parent._service is { } inherited)
            _service = inherited;
    }

    /// <summary>A local root. A service of <c>null</c> means the tracer's own.</summary>
    private protected Span(ulong spanId, string name, string? service, string? resource, string? type, long start)
        : this(LocalRootBit | (service is null ? DefaultServiceBit : ServiceGivenBit), spanId, name, service, resource, type, start)
    {
    }

    private Span(int state, ulong spanId, string name, string? service, string? resource, string? type, long start)
    {
        _state = state;
        _name = name;
        // Storing a null costs as much as storing anything else.
        if (service is not null)
            _service = service;
        if (resource is not null)
            _resource = resource;
        if (type is not null)
            _type = type;
        _start = start;
        SpanId = spanId;
    }

    /// <summary>Stands for a remote span, or for none while tracing is disabled; never sent.</summary>
    private protected Span(ulong spanId, bool remote)
    {
        _name = "";
        _state = LocalRootBit | FinishedBit | (remote ? RemoteBit : 0);
        SpanId = spanId;
    }

    /// <summary>Stands for the children of a trace that is left out: finished from the start.</summary>
    private protected Span(LocalRoot root)
    {
        _name = "";
        _state = FinishedBit | LeftOutBit;
        SpanId = root.SpanId;
    }

    /// <summary>What kind of operation this is, for example <c>http.request</c>.</summary>
    public string Name
    {
        get => _name;
        set
        {
            if (IsEditable && value is not null)
                _name = value;
        }
    }

    /// <summary>The service that did the work; by default the parent's, or else the process's.</summary>
    public string? Service
    {
        get => _service ?? ((Volatile.Read(ref _state) & DefaultServiceBit) != 0 ? Root.Snapshot.Tracer.MappedDefaultService : null);
        set
        {
            if (!IsEditable)
                return;
            _service = value;
            var state = Lock();
            Unlock(value is null ? state & ~(ServiceGivenBit | DefaultServiceBit) : state | ServiceGivenBit);
        }
    }

    /// <summary>What was operated on, for example a route or a query; the name unless set, or when set to an empty text.</summary>
    public string Resource
    {
        get => _resource is { Length: > 0 } resource ? resource : _name;
        set
        {
            if (IsEditable)
                _resource = value;
        }
    }

    /// <summary>The category: <c>web</c>, <c>http</c>, <c>sql</c>, <c>worker</c>, or any other text.</summary>
    public string? Type
    {
        get => _type;
        set
        {
            if (IsEditable)
                _type = value;
        }
    }

    /// <summary>128 bits; zero when tracing is disabled.</summary>
    public UInt128 TraceId => Root.TraceId;

    /// <summary>Zero when tracing is disabled.</summary>
    public ulong SpanId { get; }

    /// <summary>The parent's span id, zero for the first span of a trace.</summary>
    public ulong ParentId => _extras is SentExtras sent ? sent.ParentId : KeptParent?.SpanId ?? Root.RemoteParentId;

    /// <summary>When it started, in UTC.</summary>
    public DateTimeOffset StartTime => Clock.ToTime(StartNanoseconds);

    /// <summary>From start to finish, or until now while it has not finished.</summary>
    public TimeSpan Duration => TimeSpan.FromTicks((IsFinished ? DurationNanoseconds : Root.Snapshot.ToNanoseconds(Now() - _start)) / 100);

    /// <summary>Whether <see cref="Finish()"/> was called.</summary>
    public bool IsFinished => (Volatile.Read(ref _state) & FinishedBit) != 0;

    /// <summary>Whether the operation failed. Setting it adds no tags; <see cref="SetException"/> does both.</summary>
    public bool Error
    {
        get => (Volatile.Read(ref _state) & ErrorBit) != 0;
        set
        {
            if (IsEditable)
                SetState(ErrorBit, value);
        }
    }

    internal LocalRoot Root => IsLocalRoot ? Unsafe.As<LocalRoot>(this) : Unsafe.As<ChildSpan>(this).RootOfTrace;
    internal Span? Parent => IsLocalRoot ? null : Unsafe.As<ChildSpan>(this).ParentSpan;

    // Children of a discarded span hang on what it hung on.
    private Span? KeptParent
    {
        get
        {
            var parent = Parent;
            while (parent is not null && (parent._state & DiscardedBit) != 0)
                parent = parent.Parent;
            return parent;
        }
    }

    /// <summary>Lets go of what was sent, as a child that never ends would keep it.</summary>
    internal void ReleaseSent()
    {
        var parentId = ParentId;
        var state = Lock();
        (_key0, _value0, _key1, _value1) = (null, null, null, null);
        _extras = new SentExtras(parentId);
        Unlock(state);
        if (IsLocalRoot)
            return;
        _resource = null;
        Unsafe.As<ChildSpan>(this).ReleaseParents();
    }

    internal ActiveHandle Handle => _handle ?? CreateHandle();
    internal bool IsLocalRoot => (_state & LocalRootBit) != 0;
    internal bool IsRemote => (_state & RemoteBit) != 0;

    /// <summary>Whether the span is only counted, since more is made than can be sent.</summary>
    internal bool IsLeftOut => (Volatile.Read(ref _state) & LeftOutBit) != 0;

    internal bool HasResource => _resource is not null;
    internal bool ServiceWasGiven => (Volatile.Read(ref _state) & ServiceGivenBit) != 0;
    internal long StartTicks => _start;
    internal long StartNanoseconds => Root.Snapshot.WallTime(_start);
    internal long DurationNanoseconds => Root.Snapshot.ToNanoseconds(_duration);
    /// <summary>Nanoseconds since the start.</summary>
    internal long Elapsed => Root.Snapshot.ToNanoseconds(Now() - _start);
    internal ref Span? Next => ref _next;

    /// <summary>
    /// Among the finished spans of its trace, how many they are from here on, below zero. In the writer's queue, what the last span of each chunk
    /// knows: the weight of the queue up to here, above zero.
    /// </summary>
    internal ref int Position => ref _position;

    /// <summary>Whether the chunk ends with it, among what comes from the writer's queue.</summary>
    internal bool IsLastOfChunk => _position > 0;

    /// <summary>What the span roughly takes in memory, for the queue's bound.</summary>
    internal int Weight => 256 + 2 * Math.Clamp(_tagChars, 0, 1 << 28);

    /// <summary>Filters may still change a finished span.</summary>
    internal bool Editable
    {
        set => SetState(EditableBit, value);
    }

    /// <summary>Marks a local root as no longer alone in its trace; answers false when it was marked, or had finished, before.</summary>
    private protected bool TryShare()
    {
        if ((Volatile.Read(ref _state) & (SharedBit | FinishedBit)) != 0)
            return false;
        var state = Lock();
        var first = (state & (SharedBit | FinishedBit)) == 0;
        if (first)
        {
            // Whoever sees the bit may finish a child: the root has to be counted before.
            OnShared();
            state |= SharedBit;
        }
        Unlock(state);
        return first;
    }

    private protected virtual void OnShared()
    {
    }

    private bool IsEditable => (Volatile.Read(ref _state) & (FinishedBit | EditableBit)) != FinishedBit;

    /// <summary>Ends the span now, and gives the flow its previous active span back. Only the first call counts.</summary>
    public void Finish() => FinishAt(0);

    /// <summary>Ends the span at a given time; a time before the start counts as the start.</summary>
    public void Finish(DateTimeOffset finishTime)
    {
        // Times that callers see have steps of 100 ns: StartTime plus two seconds has to make two seconds.
        var start = StartNanoseconds;
        FinishAt(Math.Max(_start, _start + Root.Snapshot.ToTicks(Clock.ToUnixNanoseconds(finishTime) - (start - start % 100))));
    }

    /// <summary>Same as <see cref="Finish()"/>.</summary>
#pragma warning disable CA1816 // No one can derive from it, and telling the garbage collector costs as much as setting a tag.
    public void Dispose() => FinishAt(0);
#pragma warning restore CA1816

    /// <summary>Makes this span the active one of the current flow until <see cref="Deactivate"/>.</summary>
    internal void Activate()
    {
        // One object stands for the children of a whole trace, in any flow.
        if ((_state & (LeftOutBit | FinishedBit)) == (LeftOutBit | FinishedBit))
            return;
        // Setting an AsyncLocal twice costs more than putting the whole captured context back (half the time and bytes).
        var handle = Handle;
        var before = ExecutionContext.Capture();
        ActiveSpan.Set(this);
        handle.Before = before ?? s_restoreByValue;
        if (before is not null)
            handle.Since = ExecutionContext.Capture();
    }

    /// <summary>
    /// The same for a span that is active again and again in one flow: while nothing else changes the flow's context, what was made of it the
    /// first time serves again.
    /// </summary>
    internal void Reactivate(ref ExecutionContext? outside, ref ExecutionContext? inside)
    {
        var before = ExecutionContext.Capture();
        if (before is null || inside is null || !ReferenceEquals(before, outside))
        {
            Activate();
            (outside, inside) = (before, Handle.Since);
            return;
        }
        var handle = Handle;
        ExecutionContext.Restore(inside);
        (handle.Before, handle.Since) = (before, inside);
    }

    /// <summary>Gives the flow the active span back that it had before; does nothing when already done or when another span took over.</summary>
    internal void Deactivate()
    {
        if (_handle is not { Before: { } before } handle)
            return;
        var since = handle.Since;
        handle.Before = null;
        handle.Since = null;
        if (since is not null && ReferenceEquals(ExecutionContext.Capture(), since))
            ExecutionContext.Restore(before);
        else if (!ActiveSpan.IsLast(this))
            return;
        else if (since is not null)
            ActiveSpan.SetAsIn(before);
        else
            ActiveSpan.Set(Parent ?? Root.RemoteParent);
    }

    /// <summary>
    /// Makes this span the active one of a flow that ends with it. What comes later has a flow of its own; what still runs in this one then finds
    /// no active span, as the handle says: nobody need give it a context without.
    /// </summary>
    internal void ActivateForGood() => ActiveSpan.Set(this);

    internal void SetService(string? service) => _service = service;

    /// <summary>Takes the process's service in place of that of the span above.</summary>
    internal void TakeDefaultService()
    {
        if (_service is null)
            return;
        _service = null;
        var state = Lock();
        Unlock((state & ~ServiceGivenBit) | DefaultServiceBit);
    }

    private ActiveHandle CreateHandle()
    {
        var handle = new ActiveHandle(this);
        _handle = handle;
        if (IsFinished && !IsRemote)
            handle.Release(this);
        return handle;
    }

    /// <summary>By the clock of its trace.</summary>
    internal long Now() => Root.Snapshot.Now();

    /// <param name="timestamp">What <see cref="Now"/> gave; 0 for now.</param>
    internal void FinishAt(long timestamp)
    {
        Deactivate();
        if (IsFinished)
            return;
        if (timestamp == 0)
            timestamp = Now();
        var state = Lock();
        if ((state & FinishedBit) != 0)
        {
            Unlock(state);
            return;
        }
        _duration = Math.Max(0, timestamp - _start);
        Unlock(state | FinishedBit);
        _handle?.Release(this);
        // What waits for the writer should not keep more alive than it needs.
        _handle = null;
        if ((state & LocalRootBit) == 0)
            Unsafe.As<ChildSpan>(this).RootOfTrace.OnFinished(this);
        else if ((state & SharedBit) != 0)
            Unsafe.As<LocalRoot>(this).OnFinished(this);
        else
            Unsafe.As<LocalRoot>(this).OnFinishedAlone();
    }

    /// <summary>Ends the span and throws it away; the first span of a trace is kept where others hang on it.</summary>
    internal void Discard()
    {
        Deactivate();
        var state = Lock();
        if ((state & FinishedBit) != 0)
        {
            Unlock(state);
            return;
        }
        if ((state & (LocalRootBit | SharedBit)) == (LocalRootBit | SharedBit))
        {
            Unlock(state);
            FinishAt(0);
            return;
        }
        Unlock(state | FinishedBit | DiscardedBit);
        _handle?.Release(this);
        _handle = null;
        if ((state & LocalRootBit) == 0)
            Unsafe.As<ChildSpan>(this).RootOfTrace.OnDiscarded();
    }

    private protected void MarkLeftOut() => _state |= LeftOutBit;

    private protected void TakeLeftOutBack() => SetState(LeftOutBit, false);

    private void SetState(int bit, bool on)
    {
        var state = Lock();
        Unlock(on ? state | bit : state & ~bit);
    }

    // A bit of the state serves as a lock: tags are set far more often than contended. Answers the state, which nobody else changes until Unlock.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Lock()
    {
        var state = _state & ~Locked;
        return Interlocked.CompareExchange(ref _state, state | Locked, state) == state ? state : LockContended();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int LockContended()
    {
        var spin = new SpinWait();
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if ((state & Locked) == 0 && Interlocked.CompareExchange(ref _state, state | Locked, state) == state)
                return state;
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Unlock(int state) => Volatile.Write(ref _state, state);
}
