using DdRun.Instrumentation.Integrations.Testing;

namespace DdRun.Instrumentation.Integrations.MsTestV2;

/// <summary>What came of one run of a test: one result, or several where the test itself goes through its data.</summary>
internal sealed class TestResults
{
    private readonly PropertyReader<object> _outcome = new("Outcome");
    private readonly PropertyReader<Exception> _exception = new("TestFailureException");

    public string? OutcomeOf(object? result) => _outcome.Read(result)?.ToString();

    public void Describe(Span span, object? results)
    {
        if (results is not Array all)
            return;
        var ran = false;
        string? skipped = null;
        foreach (var result in all)
        {
            switch (OutcomeOf(result))
            {
                case "Failed" or "Error" or "Timeout" or "Aborted" or "NotFound":
                    TestOutcome.Fail(span, Thrown(_exception.Read(result)));
                    return;
                case "Inconclusive" or "NotRunnable" or "Ignored":
                    skipped ??= Thrown(_exception.Read(result))?.Message;
                    break;
                default:
                    ran = true;
                    break;
            }
        }
        if (ran)
            TestOutcome.Pass(span);
        else
            TestOutcome.Skip(span, skipped);
    }

    // What a test throws comes in a wrapping of the framework's.
    private static Exception? Thrown(Exception? exception) => exception is { InnerException: { } inner } && exception.GetType().Name == "TestFailedException" ? inner : exception;
}
