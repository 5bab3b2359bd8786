using System.ComponentModel;
using System.Diagnostics;

namespace DdRun.Probes;

/// <summary>Says of the spans of activities, for a rule with <c>"with"</c>, what its manifest cannot.</summary>
/// <remarks>One instance serves all activities of a source, from any thread. What it throws is logged and goes no further.</remarks>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public interface IActivityMapping
{
    /// <summary>The span that an activity which starts belongs under, or null for what the manifest says.</summary>
    Span? Parent(Activity activity) => null;

    /// <summary>The activity has stopped, and its span has all of its tags; it is about to finish.</summary>
    void Describe(Activity activity, Span span);
}
