namespace DdRun.Tracing;

/// <summary>
/// Flows of execution in which calls that go out begin no trace: what asks a store for work, again and again. Within a trace that something else begins there,
/// they are its spans as everywhere.
/// </summary>
internal static class QuietFlow
{
    private static readonly AsyncLocal<Call?> s_current = new();
    private static bool s_isUsed;

    /// <summary>Whether a call that goes out here would begin a trace, and is to make no span.</summary>
    public static bool LeavesOut => s_isUsed && s_current.Value is not null && ActiveSpan.Current is null;

    public static void Begin()
    {
        s_isUsed = true;
        s_current.Value = new Call(s_current.Value);
    }

    public static void End() => s_current.Value = s_current.Value?.Outer;

    private sealed class Call(Call? outer)
    {
        public Call? Outer => outer;
    }
}
