namespace DdRun;

/// <summary>What code may set; it wins over the environment.</summary>
public sealed class TracerOptions
{
    /// <summary>
    /// Seen by every trace before it is sent, in order; each gets what the one before left. Called on the writer's thread, where spans may still be
    /// changed. Default: none.
    /// </summary>
    public IList<TraceFilter> Filters { get; } = [];

    /// <summary>Whether spans record anything. Default: <c>DD_TRACE_ENABLED</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Any setting by its name, such as <c>DD_TRACE_RATE_LIMIT</c>, for traces that start from now on. Those under way keep what they started with.
    /// Default: none.
    /// </summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Service of spans that name none. Default: <c>DD_SERVICE</c>, else the name of the entry assembly.</summary>
    public string? Service { get => Get("DD_SERVICE"); set => Set("DD_SERVICE", value); }

    /// <summary>Environment. Default: <c>DD_ENV</c>.</summary>
    public string? Env { get => Get("DD_ENV"); set => Set("DD_ENV", value); }

    /// <summary>Version of the application. Default: <c>DD_VERSION</c>.</summary>
    public string? Version { get => Get("DD_VERSION"); set => Set("DD_VERSION", value); }

    private string? Get(string name) => Settings.TryGetValue(name, out var value) ? value : null;

    private void Set(string name, string? value)
    {
        if (value == null)
            Settings.Remove(name);
        else
            Settings[name] = value;
    }
}

/// <summary>Answers the spans to send, in order: all, some, none, or <c>null</c> for none. One that throws lets the trace pass as it was.</summary>
public delegate IReadOnlyList<Span>? TraceFilter(IReadOnlyList<Span> trace);
