using System.Diagnostics;
using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Instrumentation.Integrations.Testing;
using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.TUnit;

/// <summary>A test of TUnit, which tells of it in an activity: the words for how it ended, and the trace that it is the root of.</summary>
internal sealed class TestCases : IActivityMapping
{
    public Span? Parent(Activity activity) => new LocalRoot(TestSpan.NewTrace());

    public void Describe(Activity activity, Span span)
    {
        switch (activity.GetTagItem("test.case.result.status") as string)
        {
            case "pass":
                TestOutcome.Pass(span);
                break;
            case "skipped":
                TestOutcome.Skip(span, activity.GetTagItem("tunit.test.skip_reason") as string);
                break;
            case "fail":
                TestOutcome.Fail(span, null);
                break;
        }
    }
}
