using System.Diagnostics;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>Gives the spans of a library's activities the names and tags that its integration has always had.</summary>
internal interface IActivityMapping
{
    /// <summary>The span that an activity which starts belongs under, where that is not its own parent.</summary>
    Span? Parent(Activity activity);

    /// <summary>Whether an activity without a parent begins a trace wherever it starts, with a link to what was active there.</summary>
    bool BeginsTraces => false;

    /// <summary>Of its spans, and of what begins within; null for the parent's.</summary>
    string? Service { get; }

    /// <summary>The activity has stopped, and its span has all of its tags.</summary>
    void Describe(Activity activity, Span span);
}
