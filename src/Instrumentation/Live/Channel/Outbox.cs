namespace DdRun.Instrumentation.Live.Channel;

/// <summary>
/// What waits to be sent, in its order. Any thread puts in, without a lock and without waiting; one takes out. What finds it full is dropped.
/// </summary>
internal sealed class Outbox
{
    private readonly Slot[] _slots;
    private readonly long _mostCharacters;
    private readonly object _arrived = new();
    private long _head;
    private long _tail;
    private long _characters;
    private int _isWaiting;
    private volatile bool _isHeld, _wantsAttention;

    /// <param name="capacity">How many, a power of two.</param>
    /// <param name="mostCharacters">How long they may be together.</param>
    public Outbox(int capacity, long mostCharacters)
    {
        _slots = new Slot[capacity];
        _mostCharacters = mostCharacters;
        for (var i = 0; i < capacity; i++)
            _slots[i].Turn = i;
    }

    /// <summary>False where there is no room.</summary>
    public bool TryAdd(string frame)
    {
        if (Interlocked.Add(ref _characters, frame.Length) > _mostCharacters && frame.Length < Volatile.Read(ref _characters))
        {
            Interlocked.Add(ref _characters, -frame.Length);
            return false;
        }
        while (true)
        {
            var tail = Volatile.Read(ref _tail);
            ref var slot = ref _slots[tail & (_slots.Length - 1)];
            var turn = Volatile.Read(ref slot.Turn) - tail;
            if (turn < 0)
            {
                Interlocked.Add(ref _characters, -frame.Length);
                return false;
            }
            if (turn > 0 || Interlocked.CompareExchange(ref _tail, tail + 1, tail) != tail)
                continue;
            slot.Frame = frame;
            Volatile.Write(ref slot.Turn, tail + 1);
            break;
        }
        if (Volatile.Read(ref _isWaiting) != 0 && Interlocked.Exchange(ref _isWaiting, 0) != 0)
            Wake();
        return true;
    }

    /// <summary>Nothing is taken until <see cref="Release"/>: so that what is put in meanwhile comes first for whoever hears of it.</summary>
    public void Hold() => _isHeld = true;

    public void Release()
    {
        _isHeld = false;
        Wake();
    }

    /// <summary>The session is to look, once what is there is sent: an observation has seen enough.</summary>
    public void CallAttention()
    {
        _wantsAttention = true;
        if (Interlocked.Exchange(ref _isWaiting, 0) != 0)
            Wake();
    }

    /// <summary>Whether it is, since the last time.</summary>
    public bool TakeAttention()
    {
        if (!_wantsAttention)
            return false;
        _wantsAttention = false;
        return true;
    }

    /// <summary>The next; null where there is none.</summary>
    public string? TryTake()
    {
        if (_isHeld)
            return null;
        ref var slot = ref _slots[_head & (_slots.Length - 1)];
        if (Volatile.Read(ref slot.Turn) != _head + 1)
            return null;
        var frame = slot.Frame;
        slot.Frame = null;
        Volatile.Write(ref slot.Turn, _head + _slots.Length);
        _head++;
        if (frame is not null)
            Interlocked.Add(ref _characters, -frame.Length);
        return frame;
    }

    /// <summary>The next, or null when the time is up, or somebody has called <see cref="Wake"/> or <see cref="CallAttention"/>.</summary>
    public string? Take(int milliseconds)
    {
        if (TryTake() is { } ready)
            return ready;
        Interlocked.Exchange(ref _isWaiting, 1);
        // It may have come in between.
        if (TryTake() is var late && (late is not null || _wantsAttention))
        {
            Volatile.Write(ref _isWaiting, 0);
            return late;
        }
        lock (_arrived)
        {
            // Whoever has put something in since has taken this back, and may have woken nobody.
            if (Volatile.Read(ref _isWaiting) != 0)
                Monitor.Wait(_arrived, milliseconds);
        }
        Volatile.Write(ref _isWaiting, 0);
        return TryTake();
    }

    /// <summary>Lets who waits look.</summary>
    public void Wake()
    {
        lock (_arrived)
            Monitor.Pulse(_arrived);
    }

    private struct Slot
    {
        public long Turn;
        public string? Frame;
    }
}
