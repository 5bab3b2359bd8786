using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DdRun.Jit;

namespace DdRun.Metrics.DogStatsd;

/// <summary>Lines that are not aggregated and wait to be sent, so many at most. Anybody may use it at any time.</summary>
internal sealed class LineQueue
{
    private const int Capacity = 256;

    private readonly object _change = new();
    private Queue<QueuedLine>? _lines;
    private volatile int _count;

    public bool IsEmpty
    {
        [MethodImpl(Compile.Once)]
        get => _count == 0;
    }

    /// <returns>False when there is no room.</returns>
    public bool TryAdd(QueuedLine line)
    {
        if (Interlocked.Increment(ref _count) > Capacity)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }
        lock (_change)
            (_lines ??= new()).Enqueue(line);
        return true;
    }

    public bool TryTake([NotNullWhen(true)] out QueuedLine? line)
    {
        line = null;
        lock (_change)
        {
            if (_lines == null || !_lines.TryDequeue(out line))
                return false;
        }
        Interlocked.Decrement(ref _count);
        return true;
    }
}
