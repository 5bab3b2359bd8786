namespace DdRun.Tracing;

/// <summary>
/// A part of the open traces. Who adds or removes holds a lock on it, and so does who takes stock; what is known about the traces in it belongs to the
/// one thread that does.
/// </summary>
internal sealed class OpenTraceStripe
{
    private int[] _free = [];
    private int _freeCount;
    private LocalRoot?[] _roots = new LocalRoot?[16];
    private int _used;

    private LocalRoot?[] _stock = [];
    // Not an empty one: of a struct of ours the JIT would have to make it, in every start.
    private PartialFlushWatch[]? _watches;
    private int _stocked;

    public int Count => _used - _freeCount;

    /// <summary>How many traces are in the stock.</summary>
    public int Stocked { get; private set; }

    public int Add(LocalRoot root)
    {
        if (_used == _roots.Length && _freeCount == 0)
            Array.Resize(ref _roots, _used * 2);
        var slot = _freeCount > 0 ? _free[--_freeCount] : _used++;
        _roots[slot] = root;
        return slot;
    }

    public void Remove(int slot)
    {
        _roots[slot] = null;
        if (_freeCount == _free.Length)
            Array.Resize(ref _free, _roots.Length);
        _free[_freeCount++] = slot;
    }

    public void CopyTo(List<LocalRoot> all)
    {
        for (var i = 0; i < _used; i++)
        {
            if (_roots[i] is { } root)
                all.Add(root);
        }
    }

    /// <summary>Notes which traces there are, so that looking at them needs no lock.</summary>
    public void TakeStock()
    {
        if (_stock.Length < _used)
            _stock = new LocalRoot?[_roots.Length];
        Array.Copy(_roots, _stock, _used);
        (_stocked, Stocked) = (_used, Count);
    }

    /// <summary>Looks what has happened in the traces of the stock; answers roughly the bytes of their finished spans.</summary>
    public long Watch(long now)
    {
        if (_watches is null || _watches.Length < _stocked)
        {
            var watches = new PartialFlushWatch[_stock.Length];
            if (_watches is { } before)
                Array.Copy(before, watches, before.Length);
            _watches = watches;
        }
        var weight = 0L;
        for (var i = 0; i < _stocked; i++)
        {
            if (_stock[i] is { } root)
                weight += _watches[i].Look(root, now);
        }
        return weight;
    }

    /// <summary>Moves the traces whose time has come from the stock to a list; answers what they weigh.</summary>
    public long MoveDue(List<LocalRoot> due, long now, TimeSpan idle, TimeSpan age)
    {
        var weight = 0L;
        for (var i = 0; i < _stocked; i++)
        {
            if (_stock[i] is not null && _watches![i].IsDue(now, idle, age))
                weight += Move(i, due);
        }
        return weight;
    }

    /// <summary>Those of which there was no news at the last look.</summary>
    public long MoveQuiet(List<LocalRoot> due, long now)
    {
        var weight = 0L;
        for (var i = 0; i < _stocked; i++)
        {
            if (_stock[i] is not null && _watches![i].IsQuiet(now))
                weight += Move(i, due);
        }
        return weight;
    }

    public long MoveAll(List<LocalRoot> due)
    {
        var weight = 0L;
        for (var i = 0; i < _stocked; i++)
        {
            if (_stock[i] is not null)
                weight += Move(i, due);
        }
        return weight;
    }

    public void ForgetStock()
    {
        Array.Clear(_stock, 0, _stocked);
        Stocked = _stocked = 0;
    }

    private long Move(int slot, List<LocalRoot> due)
    {
        var weight = _watches![slot].Weight;
        due.Add(_stock[slot]!);
        _stock[slot] = null;
        // Its time begins anew with the next span that waits.
        _watches![slot] = default;
        Stocked--;
        return weight;
    }
}
