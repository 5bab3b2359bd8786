namespace DdRun.Viewer.Store;

/// <summary>Log records in memory, the oldest out first.</summary>
internal sealed class LogStore(long limit)
{
    private readonly Queue<LogRecord> _records = new();

    public Lock Gate { get; } = new();

    public long Received { get; private set; }

    public long Dropped { get; private set; }

    public long Memory { get; private set; }

    public int Count => _records.Count;

    /// <summary>From the oldest on, under <see cref="Gate"/>.</summary>
    public IEnumerable<LogRecord> All => _records;

    public void Add(LogRecord record)
    {
        lock (Gate)
        {
            _records.Enqueue(record with { Number = ++Received });
            Memory += record.Memory;
            while (Memory > limit && _records.TryDequeue(out var oldest))
            {
                Memory -= oldest.Memory;
                Dropped++;
            }
        }
    }

    public void Clear()
    {
        lock (Gate)
        {
            _records.Clear();
            Memory = 0;
        }
    }
}
