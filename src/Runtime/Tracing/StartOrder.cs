namespace DdRun.Tracing;

/// <summary>Spans of one trace in the order of their start; the local root comes first, whatever start it was given.</summary>
internal static class StartOrder
{
    public static int Compare(Span a, Span b) =>
        a.IsLocalRoot ? (b.IsLocalRoot ? 0 : -1) : b.IsLocalRoot ? 1 : a.StartTicks.CompareTo(b.StartTicks);
}
