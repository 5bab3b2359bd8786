namespace DdRun.Testing.Services;

/// <summary>Messages at an address of a broker, and those who read them.</summary>
internal sealed class AmqpNode
{
    private readonly Lock _lock = new();
    private readonly List<AmqpItem> _all = [];
    private readonly LinkedList<AmqpItem> _waiting = [];
    private readonly List<AmqpReader> _readers = [];

    public void Add(List<AmqpItem> items)
    {
        lock (_lock)
        {
            _all.AddRange(items);
            foreach (var item in items)
                _waiting.AddLast(item);
        }
        Deliver();
    }

    /// <summary>It was refused, and is the next again.</summary>
    public void Return(AmqpItem item)
    {
        lock (_lock)
        {
            item.Deliveries++;
            _waiting.AddFirst(item);
        }
        Deliver();
    }

    public void Attach(AmqpReader reader)
    {
        lock (_lock)
            _readers.Add(reader);
    }

    public void Detach(AmqpReader reader)
    {
        lock (_lock)
            _readers.Remove(reader);
    }

    public void Deliver()
    {
        lock (_lock)
        {
            foreach (var reader in _readers)
            {
                while (reader.Credit > 0 && Next(reader) is { } item)
                    reader.Send(item);
            }
        }
    }

    private AmqpItem? Next(AmqpReader reader)
    {
        if (reader.IsLog)
            return reader.Read < _all.Count ? _all[reader.Read++] : null;
        if (_waiting.First is not { } first)
            return null;
        _waiting.RemoveFirst();
        return first.Value;
    }
}
