namespace DdRun.Tracing;

/// <summary>The span that is active in the current flow of execution.</summary>
internal static class ActiveSpan
{
    private static readonly AsyncLocal<Span?> s_active = new();

    /// <summary>What was set last: may have finished, may stand for a remote context.</summary>
    public static Span? Raw
    {
        get => s_active.Value;
        set => s_active.Value = value;
    }

    /// <summary>The innermost one that has not finished; may stand for a remote context.</summary>
    public static Span? Current
    {
        get
        {
            var span = s_active.Value;
            while (span is { IsFinished: true, IsRemote: false })
                span = span.Parent;
            return span;
        }
    }
}
