using System.Globalization;
using DdRun.Instrumentation.Integrations.Testing;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.NUnit;

/// <summary>A test of NUnit has its result: <c>a</c> is the work that was done.</summary>
internal sealed class CompleteObserver : SideEffect
{
    private readonly PropertyReader<object> _result = new("Result"), _state = new("ResultState"), _status = new("Status"), _site = new("Site");
    private readonly PropertyReader<string> _message = new("Message"), _stack = new("StackTrace");

    protected override void OnCall(object? value)
    {
        if (RunningTests.Of(value) is not { } span)
            return;
        var result = _result.Read(value);
        var state = _state.Read(result);
        var message = _message.Read(result);
        // By name: the numbers have changed between versions.
        switch (_status.Read(state)?.ToString())
        {
            case "Failed":
                var (type, text) = Exception(message, Convert.ToString(_site.Read(state), CultureInfo.InvariantCulture));
                TestOutcome.Fail(span, type, text, _stack.Read(result));
                break;
            case "Skipped" or "Inconclusive":
                TestOutcome.Skip(span, message);
                break;
            default:
                TestOutcome.Pass(span);
                break;
        }
        span.Finish();
    }

    // A message is that of an assertion, or "System.InvalidOperationException : what it says", with "TearDown : " or the like before it.
    private static (string Type, string? Text) Exception(string? message, string? site)
    {
        for (var text = message; text is not null && text.IndexOf(" : ", StringComparison.Ordinal) is var at and > 0; text = text[(at + 3)..])
        {
            var type = text[..at];
            if (type.EndsWith("Exception", StringComparison.Ordinal) && !type.Contains(' ', StringComparison.Ordinal))
                return (type, text[(at + 3)..]);
            if (type is not ("SetUp" or "TearDown" or "OneTimeSetUp" or "OneTimeTearDown"))
                break;
        }
        return (site + "Exception", message);
    }
}
