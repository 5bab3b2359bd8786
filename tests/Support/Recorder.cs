namespace DdRun.Testing;

/// <summary>Collects what arrives, in order, and wakes whoever waits for it.</summary>
public sealed class Recorder<T>
{
    /// <summary>Long enough for a loaded build machine; only ever reached by a failing test.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    private readonly Lock _lock = new();
    private readonly List<T> _items = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_lock)
                return [.. _items];
        }
    }

    public void Add(T item) => AddRange([item]);

    public void AddRange(IEnumerable<T> items)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _items.AddRange(items);
            changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        changed.SetResult();
    }

    public Task<IReadOnlyList<T>> WaitForCount(int count) => WaitFor(items => items.Count >= count, $"{count} of them");

    public async Task<T> WaitForAny(Predicate<T> match, string what)
    {
        var items = await WaitFor(all => all.Any(item => match(item)), what).ConfigureAwait(false);
        return items.First(item => match(item));
    }

    public async Task<IReadOnlyList<T>> WaitFor(Predicate<IReadOnlyList<T>> enough, string what)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (true)
        {
            IReadOnlyList<T> items;
            Task changed;
            lock (_lock)
            {
                items = [.. _items];
                changed = _changed.Task;
            }
            if (enough(items))
                return items;
            try
            {
                await changed.WaitAsync(bound.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited {Bound.TotalSeconds} s for {what}. Arrived so far:\n{string.Join('\n', items)}");
            }
        }
    }
}
