using System.Collections.Concurrent;
using System.Diagnostics;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>The spans of activities that are under way, by their ids: whoever starts one with an explicit context names its parent that way.</summary>
internal static class LocalActivities
{
    // Of activities that are never stopped, more than this are not kept.
    private const int Most = 10_000;

    // By the text that an activity has anyway: a dictionary keyed by numbers would be compiled by the JIT.
    private static readonly ConcurrentDictionary<string, Span> s_spans = new(StringComparer.Ordinal);
    private static int s_count;

    public static void Add(Activity activity, Span span)
    {
        if (Volatile.Read(ref s_count) < Most && s_spans.TryAdd(activity.SpanId.ToHexString(), span))
            Interlocked.Increment(ref s_count);
    }

    public static void Clear()
    {
        s_spans.Clear();
        Volatile.Write(ref s_count, 0);
    }

    public static void Remove(Activity activity)
    {
        if (s_spans.TryRemove(activity.SpanId.ToHexString(), out _))
            Interlocked.Decrement(ref s_count);
    }

    public static Span? Find(ActivitySpanId id) => s_spans.GetValueOrDefault(id.ToHexString());
}
