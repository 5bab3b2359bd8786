namespace DdRun.Instrumentation.Integrations.Http;

/// <summary>
/// One passage of a request through a handler that sends nothing with it. Where nothing can be woven there is no copy to write to, and the request is the
/// application's: it may be under way several times at once, sent again, signed or looked at. So the handler is not made to write on it either, as it does
/// for an activity.
/// </summary>
/// <param name="request">The application's.</param>
/// <param name="span">Null where another passage has it, or nobody.</param>
internal sealed class SilentCall(HttpRequestMessage request, Span? span)
{
    // The handler's events come in one asynchronous method, so that what begins with the first is there for the others, and for nobody around it.
    private static readonly AsyncLocal<SilentCall?> s_current = new();

    // Connections outlive the request that they were made for, and keep its flow.
    private HttpRequestMessage? _request = request;

    /// <summary>Null when it has ended, or never was.</summary>
    public Span? Span { get; private set; } = span;

    /// <summary>The one that the current flow is within.</summary>
    public static SilentCall? Current => s_current.Value;

    /// <summary>Whether the current flow is a passage of that request.</summary>
    public static SilentCall? Of(HttpRequestMessage request) => Current is { } call && ReferenceEquals(call._request, request) ? call : null;

    public void Begin() => s_current.Value = this;

    public Span? End()
    {
        var span = Span;
        (Span, _request) = (null, null);
        return span;
    }
}
