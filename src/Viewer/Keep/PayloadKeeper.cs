using System.Collections.Concurrent;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Keep;

/// <summary>Writes payloads to a file behind their senders' backs, a batch at a time.</summary>
internal sealed class PayloadKeeper : IDisposable
{
    private const int MaxWaiting = 4096, MaxBatch = 256;

    private readonly BlockingCollection<(long Received, PayloadKind Kind, byte[] Body)> _waiting = new(MaxWaiting);
    private readonly PayloadFile _file;
    private readonly Thread _thread;
    private long _dropped;

    public PayloadKeeper(string path)
    {
        _file = PayloadFile.Create(path);
        _thread = new(Write) { IsBackground = true, Name = "keeper" };
        _thread.Start();
    }

    /// <summary>Payloads that came faster than the disk took them, or that it refused.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Never waits.</summary>
    public void Add(PayloadKind kind, ReadOnlySpan<byte> body)
    {
        if (!_waiting.IsAddingCompleted && !_waiting.TryAdd((Clock.Now, kind, body.ToArray())))
            Interlocked.Increment(ref _dropped);
    }

    /// <summary>Comes back when everything is in the file.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _file.Dispose();
        _waiting.Dispose();
    }

    private void Write()
    {
        var batch = new List<(long, PayloadKind, byte[])>(MaxBatch);
        foreach (var payload in _waiting.GetConsumingEnumerable())
        {
            batch.Add(payload);
            while (batch.Count < MaxBatch && _waiting.TryTake(out var next))
                batch.Add(next);
            try
            {
                _file.Add(batch);
            }
            catch (Microsoft.Data.Sqlite.SqliteException)
            {
                // A full disk, say; the next batch may fit again.
                Interlocked.Add(ref _dropped, batch.Count);
            }

            batch.Clear();
        }
    }
}
