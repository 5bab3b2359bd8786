using System.Diagnostics;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>Says of the spans of a library's activities what its manifest cannot.</summary>
internal interface IActivityMapping
{
    /// <summary>The span that an activity which starts belongs under, where that is not what the manifest says.</summary>
    Span? Parent(Activity activity) => null;

    /// <summary>The activity has stopped, and its span has all of its tags.</summary>
    void Describe(Activity activity, Span span);
}
