using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DdRun.Tracing;

/// <summary>
/// Finished chunks on their way to the writer: spans linked through <see cref="Span.Next"/>, oldest chunk first, one compare-and-exchange a chunk.
/// Bounded by the spans' estimated bytes since they were last taken. Many threads push, one takes.
/// </summary>
internal sealed class SpanQueue(int capacity)
{
    public const int Full = -1, Closed = -2;

    private const int CacheLine = 64, LinesOfSpan = 4;

    // What the newest span becomes when nothing is taken any more.
    private static readonly Span s_end = LocalRoot.Disabled;

    // Set by whoever found the queue empty, right after the newest.
    private Span? _oldest;
    private Span? _newest;

    public int Weight => Volatile.Read(ref _newest)?.Position ?? 0;

    /// <summary>
    /// Answers the weight with this chunk, or <see cref="Full"/> or <see cref="Closed"/>, and keeps nothing. One chunk always fits an empty queue.
    /// </summary>
    public int TryPush(Span first, Span last, int weight)
    {
        var newest = Volatile.Read(ref _newest);
        int queued;
        while (true)
        {
            queued = weight;
            if (newest is not null)
            {
                if (ReferenceEquals(newest, s_end))
                    return Closed;
                queued += newest.Position;
                if (queued > capacity || queued < 0)
                    return Full;
            }
            last.Position = queued;
            var seen = Interlocked.CompareExchange(ref _newest, last, newest);
            if (ReferenceEquals(seen, newest))
                break;
            newest = seen;
        }
        Volatile.Write(ref newest is null ? ref _oldest : ref newest.Next, first);
        return queued;
    }

    /// <summary>Everything queued, for <see cref="Unlink"/> to go through; null when that is nothing.</summary>
    public Span? TakeAll(out Span? last)
    {
        last = Volatile.Read(ref _newest);
        if (last is null || ReferenceEquals(last, s_end))
            return null;
        var first = Await(ref _oldest);
        // Before the exchange: from then on it is the next one's who finds the queue empty.
        _oldest = null;
        last = Interlocked.Exchange(ref _newest, null);
        return first;
    }

    /// <summary>Everything queued; nothing is taken from now on.</summary>
    public Span? Close(out Span? last)
    {
        last = Interlocked.Exchange(ref _newest, s_end);
        if (last is null || ReferenceEquals(last, s_end))
            return null;
        var first = Await(ref _oldest);
        _oldest = null;
        return first;
    }

    /// <summary>Takes the first of what was taken out of the list, and answers the one after it, which is in the processor's cache by then.</summary>
    public static Span? Unlink(Span span, Span last)
    {
        if (ReferenceEquals(span, last))
            return null;
        var next = span.Next ?? Await(ref span.Next);
        if (Sse.IsSupported)
            Prefetch(next, last);
        // A span that the target still holds must not hold all that finished after it.
        span.Next = null;
        return next;
    }

    // Another processor has written them, and reading them would wait: a span is asked for two spans ahead, and what it refers to one span ahead.
    // Where they are by now does not matter: nothing but time is lost if they have moved.
    private static void Prefetch(Span next, Span last)
    {
        if (!ReferenceEquals(next, last) && next.Next is { } afterNext)
            Prefetch(afterNext, LinesOfSpan);
        if (next.FirstValue is { } value)
            Prefetch(value, 1);
    }

    private static unsafe void Prefetch(object target, int lines)
    {
        var at = (byte*)Unsafe.As<object, nint>(ref target);
        for (var line = 0; line < lines; line++)
            Sse.Prefetch0(at + line * CacheLine);
    }

    // Another thread is between two instructions of its push.
    private static Span Await(ref Span? link)
    {
        var spin = new SpinWait();
        while (true)
        {
            if (Volatile.Read(ref link) is { } span)
                return span;
            spin.SpinOnce();
        }
    }
}
