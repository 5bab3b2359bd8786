using DdRun.Instrumentation.Capturing;
using DdRun.Instrumentation.Plans;
using DdRun.Probes.Live;

namespace DdRun.Instrumentation.Weaving;

/// <summary>One observation of one method, and what has become of it.</summary>
internal sealed class LiveEdit(LiveSite site, LiveRequest request)
{
    public LiveSite Site => site;
    public LiveRequest Request => request;

    /// <summary>What is read; null where nothing was planned.</summary>
    public LiveCaptures? Captures { get; set; }

    /// <summary>Why the method cannot be woven.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>Why the method cannot be observed as asked.</summary>
    public LiveProblem? Problem { get; set; }
}
