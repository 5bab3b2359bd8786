namespace DdRun.Instrumentation.Manifests;

/// <summary>What the span of an activity hangs on.</summary>
internal enum ActivityParentRule
{
    /// <summary>The activity's own parent.</summary>
    Given,

    /// <summary>The active span where it belongs to the trace of the activity's parent, that parent otherwise.</summary>
    Active,

    /// <summary>That of the activity's only link.</summary>
    Link,

    /// <summary>None, unless the activity has one: it begins a trace, with a link to what was active.</summary>
    None,
}
