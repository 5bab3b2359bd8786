using System.Runtime.InteropServices;

namespace DdRun.Tracing;

/// <summary>Spans of one trace in the order of their start; the local root comes first, whatever start it was given.</summary>
internal static class StartOrder
{
    public static int Compare(Span a, Span b) =>
        a.IsLocalRoot ? (b.IsLocalRoot ? 0 : -1) : b.IsLocalRoot ? 1 : a.StartTicks.CompareTo(b.StartTicks);

    /// <summary>The first of those that hang on a span.</summary>
    public static Span First(Span linked)
    {
        var first = linked;
        while (linked.Next is { } next)
        {
            linked = next;
            if (Compare(linked, first) < 0)
                first = linked;
        }
        return first;
    }

    /// <summary>Sorts what hangs together newest finished first.</summary>
    public static void Sort(List<Span> spans)
    {
        // Those that finished first mostly started first, but for their parents: inserting each where it belongs moves little.
        spans.Reverse();
        var all = CollectionsMarshal.AsSpan(spans);
        var movesLeft = 8 * all.Length;
        for (var i = 1; i < all.Length; i++)
        {
            var span = all[i];
            var to = i;
            for (; to > 0 && Compare(span, all[to - 1]) < 0; to--)
                all[to] = all[to - 1];
            all[to] = span;
            movesLeft -= i - to;
            if (movesLeft < 0)
            {
                spans.Sort(Compare);
                return;
            }
        }
    }
}
