namespace DdRun.Tracing;

/// <summary>
/// Traces with finished and open spans, so that an exit in the middle of one loses nothing.
/// Most traces never come here: a trace registers when a span finishes while others are open.
/// </summary>
internal sealed class OpenTraces
{
    private const int StripeCount = 16;
    private readonly Stripe[] _stripes = CreateStripes();

    public void Add(LocalRoot root)
    {
        var stripe = StripeOf(root);
        lock (stripe)
        {
            if (root.OpenSlot < 0)
                root.OpenSlot = stripe.Add(root);
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

    public bool IsEmpty
    {
        get
        {
            foreach (var stripe in _stripes)
            {
                if (!stripe.IsEmpty)
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

    private Stripe StripeOf(LocalRoot root) => _stripes[(int)(root.TraceIdLow % StripeCount)];

    private static Stripe[] CreateStripes()
    {
        var stripes = new Stripe[StripeCount];
        for (var i = 0; i < stripes.Length; i++)
            stripes[i] = new Stripe();
        return stripes;
    }

    private sealed class Stripe
    {
        private int[] _free = [];
        private int _freeCount;
        private LocalRoot?[] _roots = new LocalRoot?[16];
        private int _used;

        public bool IsEmpty => _used == _freeCount;

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
    }
}
