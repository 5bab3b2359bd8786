namespace DdRun.Instrumentation.Integrations.Wcf;

/// <summary>What the span of a call says.</summary>
internal static class RequestTags
{
    public const string Name = "wcf.request", Fault = "The answer is a fault.";

    /// <param name="span">The span.</param>
    /// <param name="action">The contract's name, and after the last slash the operation's.</param>
    public static void SetAction(Span span, string? action)
    {
        if (string.IsNullOrEmpty(action))
            return;
        span.Resource = action;
        var slash = action.LastIndexOf('/');
        if (slash > 0)
            span.SetTag("rpc.service", action[..slash]);
        span.SetTag("rpc.method", action[(slash + 1)..]);
    }
}
