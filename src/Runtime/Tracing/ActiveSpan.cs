namespace DdRun.Tracing;

/// <summary>The span that is active in the current flow of execution.</summary>
internal static class ActiveSpan
{
    private static readonly AsyncLocal<ActiveHandle?> s_active = new();

    /// <summary>The innermost one that has not finished; may stand for a remote context.</summary>
    public static Span? Current => s_active.Value?.Find();

    public static void Set(Span? span) => s_active.Value = span?.Handle;

    /// <summary>Takes the active span over from another context, and nothing else. It need not be the parent of the one that was active here.</summary>
    public static void SetAsIn(ExecutionContext context)
    {
        ActiveHandle?[] handle = [null];
        ExecutionContext.Run(context, static state => ((ActiveHandle?[])state!)[0] = s_active.Value, handle);
        s_active.Value = handle[0];
    }

    /// <summary>Whether the span was the last to be set.</summary>
    public static bool IsLast(Span span) => s_active.Value is { } last && ReferenceEquals(last, span.Handle);
}
