namespace DdRun.Instrumentation.Integrations.Testing;

/// <summary>How a test ended. What is said last counts.</summary>
internal static class TestOutcome
{
    private const string Status = "test.status";
    private const string SkipReason = "test.skip_reason";

    public static bool IsKnown(Span span) => span.GetTag(Status) is not null;

    public static void Pass(Span span) => span.SetTag(Status, "pass");

    public static void Fail(Span span, Exception? exception)
    {
        span.SetTag(Status, "fail");
        span.Error = true;
        if (exception is not null)
            span.SetException(exception);
    }

    /// <summary>For frameworks that tell of an exception in words.</summary>
    public static void Fail(Span span, string? type, string? message, string? stack)
    {
        Fail(span, null);
        span.SetTag("error.type", type);
        span.SetTag("error.message", message);
        span.SetTag("error.stack", stack);
    }

    public static void Skip(Span span, string? reason)
    {
        span.SetTag(Status, "skip");
        span.SetTag(SkipReason, reason);
        // Some frameworks know by an exception that the rest of a test is to be skipped.
        span.Error = false;
        span.SetTag("error.type", (string?)null);
        span.SetTag("error.message", (string?)null);
        span.SetTag("error.stack", (string?)null);
    }
}
