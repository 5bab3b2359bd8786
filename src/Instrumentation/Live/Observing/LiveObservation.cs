using DdRun.Instrumentation.Capturing;
using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Live.Channel;
using DdRun.Instrumentation.Live.Rendering;
using DdRun.Json;
using DdRun.Probes.Expressions;

namespace DdRun.Instrumentation.Live.Observing;

/// <summary>An observation of a session's: its events go there until it has enough.</summary>
internal abstract class LiveObservation : Observation
{
    private readonly Outbox _outbox;
    private readonly RateLimit _rate;
    private readonly long _end;
    private long _seen, _shown, _told, _dropped, _toldDropped;
    private volatile bool _isOpen;

    protected LiveObservation(int id, ObserveOptions options, LiveRequest request, Outbox outbox)
        : base(request)
    {
        (Id, Options, _outbox, _rate) = (id, options, outbox, new(options.PerSecond));
        Choice = options.Choice;
        _end = options.Time == 0 ? long.MaxValue : Environment.TickCount64 + options.Time;
    }

    public int Id { get; }
    public ObserveOptions Options { get; }

    /// <summary>Calls that were meant.</summary>
    public long Seen => Volatile.Read(ref _seen);

    public long Shown => Math.Min(Volatile.Read(ref _shown), Options.Limit);

    /// <summary>Those of which nothing was told, as it was too much.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Why it is over; null as long as it is not.</summary>
    public string? Over => Volatile.Read(ref _told) >= Options.Limit ? "limit" : Environment.TickCount64 >= _end ? "time" : null;

    /// <summary>Somebody listens.</summary>
    public void Open()
    {
        _isOpen = true;
        foreach (var method in Methods)
        {
            if (method.IsWoven)
                method.Edit.Site.Open();
        }
    }

    public override void Ready(Observed method)
    {
        Prepare(method);
        if (_isOpen)
            method.Edit.Site.Open();
    }

    /// <summary>Regularly, on the session's thread.</summary>
    /// <param name="now">Of <see cref="Environment.TickCount64"/>.</param>
    /// <param name="isEnd">Whether it is the last time.</param>
    public virtual void Tick(long now, bool isEnd)
    {
        var dropped = Dropped;
        if (dropped == _toldDropped || (now < NextSecond && !isEnd))
            return;
        NextSecond = now + 1000;
        _toldDropped = dropped;
        _outbox.TryAdd(new JsonWriter().BeginObject().Member("type", "event").Member("id", Id).Member("kind", "dropped").Member("dropped", dropped).EndObject().ToString());
    }

    protected long NextSecond { get; private set; }

    /// <summary>What is known of a method when it is planned.</summary>
    protected virtual void Prepare(Observed method)
    {
    }

    /// <summary>A call is meant; false where it is not told of.</summary>
    /// <param name="isCounted">Whether it counts for the limit of events in a second: not before its condition is known to hold.</param>
    public bool See(bool isCounted)
    {
        if (isCounted)
            Interlocked.Increment(ref _seen);
        if (Volatile.Read(ref _shown) >= Options.Limit)
            return false;
        if (!isCounted || _rate.TryTake())
            return true;
        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Something is to be shown, and whether it is one too many. Where it is not, <see cref="Told"/> follows.</summary>
    public bool Count() => Interlocked.Increment(ref _shown) <= Options.Limit;

    /// <summary>It has been sent, or never will be: the last one may take its time to be written, and it is over only then.</summary>
    public void Told()
    {
        if (Interlocked.Increment(ref _told) == Options.Limit)
            _outbox.CallAttention();
    }

    protected void CountSeen(long calls) => Interlocked.Add(ref _seen, calls);

    public void Send(JsonWriter json)
    {
        if (!_outbox.TryAdd(json.ToString()))
            Interlocked.Increment(ref _dropped);
    }

    /// <summary>The beginning of an event.</summary>
    public JsonWriter Begin(JsonWriter json, long elapsed, string method) => json.BeginObject().Member("type", "event").Member("id", Id)
        .Member("time", (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100 - elapsed).Member("method", method);

    /// <summary>Where the call ran.</summary>
    public static void Thread(JsonWriter json)
    {
        var thread = System.Threading.Thread.CurrentThread;
        json.Member("thread", thread.ManagedThreadId);
        if (thread.Name is { Length: > 0 } name)
            json.Member("threadName", ValueRenderer.Cut(name));
    }

    /// <summary>An exception that has left a call.</summary>
    public static void Exception(JsonWriter json, Exception exception)
    {
        json.Name("exception").BeginObject().Member("type", exception.GetType().FullName).Member("message", ValueRenderer.Message(exception));
        if (exception.StackTrace is { Length: > 0 } stack)
            json.Member("stack", stack.Length > 8192 ? stack[..8192] + "…" : stack);
        json.EndObject();
    }

    /// <summary>Whether a condition that is known only now holds.</summary>
    public static bool Holds(LateNode? condition, in LateContext context)
    {
        if (condition is null)
            return true;
        try
        {
            return condition.Evaluate(context).IsTrue;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
