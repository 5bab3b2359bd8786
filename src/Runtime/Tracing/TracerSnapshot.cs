namespace DdRun.Tracing;

/// <summary>The tracer and its global tags at the moment a trace started: later changes do not reach it.</summary>
internal sealed class TracerSnapshot(TracerCore tracer, KeyValuePair<string, object>[] globalTags)
{
    public static readonly TracerSnapshot None = new(null!, []);

    public TracerCore Tracer { get; } = tracer;

    /// <summary>Values are text or boxed numbers.</summary>
    public KeyValuePair<string, object>[] GlobalTags { get; } = globalTags;

    public object? FindGlobal(string key)
    {
        foreach (var (name, value) in GlobalTags)
        {
            if (string.Equals(name, key))
                return value;
        }
        return null;
    }
}
