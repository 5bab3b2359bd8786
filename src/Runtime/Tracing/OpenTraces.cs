using DdRun.Configuration;

namespace DdRun.Tracing;

/// <summary>
/// Traces with finished and open spans, so that what has finished does not wait for ever, and an exit in the middle of one loses nothing.
/// Most traces never come here: a trace registers when a span finishes while others are open, and leaves when none of it waits.
/// </summary>
internal sealed class OpenTraces(Settings settings)
{
    private const int StripeCount = 16;

    /// <summary>A lighter span is not worth counting on the target's threads: how many there are is bounded otherwise.</summary>
    public const int Heavy = 4096;

    // Beyond three quarters of a bound traces go before their time, those first of which nothing is heard.
    private const double Crowded = 0.75;

    private readonly OpenTraceStripe[] _stripes = CreateStripes();
    private readonly List<LocalRoot> _due = [];
    private int _mostInStripe;
    private long _heavy;

    /// <summary>Whether somebody has been told that there is something to look after.</summary>
    public bool IsAttended { get; set; }

    /// <summary>How often <see cref="Due"/> has to be asked, in milliseconds.</summary>
    public int SweepInterval { get; } = (int)Math.Clamp(Math.Min(settings.PartialFlushIdle.TotalMilliseconds, settings.PartialFlushMaxAge.TotalMilliseconds) / 4, 10, 1000);

    /// <summary>Answers false when there are too many.</summary>
    public bool TryAdd(LocalRoot root)
    {
        if (_mostInStripe == 0)
            _mostInStripe = Math.Max(1, settings.MaxOpenTraces / StripeCount);
        var stripe = StripeOf(root);
        lock (stripe)
        {
            if (root.OpenSlot >= 0)
                return true;
            if (stripe.Count >= _mostInStripe)
                return false;
            root.OpenSlot = stripe.Add(root);
            return true;
        }
    }

    public void Remove(LocalRoot root)
    {
        var stripe = StripeOf(root);
        lock (stripe)
        {
            if (root.OpenSlot < 0)
                return;
            stripe.Remove(root.OpenSlot);
            root.OpenSlot = -1;
        }
    }

    /// <summary>Counts what a heavy span weighs that waits in its trace; answers whether it is time to ask <see cref="Due"/>.</summary>
    public bool IsCrowdedBy(int weight) => Interlocked.Add(ref _heavy, weight) > settings.MaxOpenTraceBytes / 4;

    public bool IsEmpty
    {
        get
        {
            foreach (var stripe in _stripes)
            {
                if (stripe.Count > 0)
                    return false;
            }
            return true;
        }
    }

    public List<LocalRoot> ToList()
    {
        var all = new List<LocalRoot>();
        foreach (var stripe in _stripes)
        {
            lock (stripe)
                stripe.CopyTo(all);
        }
        return all;
    }

    /// <summary>
    /// The traces whose finished spans are to be sent: nothing has happened in them for a while, or they have waited long, or there are too many, or they
    /// take too much memory. For one thread, the one that takes spans out of the writer's queue; the list is good until it asks again.
    /// </summary>
    /// <param name="now">Milliseconds of <see cref="Environment.TickCount64"/>.</param>
    public List<LocalRoot> Due(long now)
    {
        _due.Clear();
        Volatile.Write(ref _heavy, 0);
        var weight = 0L;
        foreach (var stripe in _stripes)
        {
            lock (stripe)
                stripe.TakeStock();
            weight += stripe.Watch(now);
        }
        foreach (var stripe in _stripes)
            weight -= stripe.MoveDue(_due, now, settings.PartialFlushIdle, settings.PartialFlushMaxAge);
        foreach (var stripe in _stripes)
        {
            if (IsCrowded(stripe, weight))
                weight -= stripe.MoveQuiet(_due, now);
        }
        foreach (var stripe in _stripes)
        {
            if (IsCrowded(stripe, weight))
                weight -= stripe.MoveAll(_due);
            stripe.ForgetStock();
        }
        return _due;
    }

    private bool IsCrowded(OpenTraceStripe stripe, long weight) => weight > settings.MaxOpenTraceBytes * Crowded || stripe.Stocked > _mostInStripe * Crowded;

    private OpenTraceStripe StripeOf(LocalRoot root) => _stripes[(int)(root.TraceIdLow % StripeCount)];

    private static OpenTraceStripe[] CreateStripes()
    {
        var stripes = new OpenTraceStripe[StripeCount];
        for (var i = 0; i < stripes.Length; i++)
            stripes[i] = new OpenTraceStripe();
        return stripes;
    }
}
