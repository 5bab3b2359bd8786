using DdRun.Instrumentation.Capturing;
using DdRun.Probes.Expressions;
using DdRun.Probes.Live;

namespace DdRun.Instrumentation.Live.Observing;

/// <summary>A method in call trees.</summary>
/// <param name="trace">Whose trees.</param>
/// <param name="name">What it is called there.</param>
/// <param name="isRoot">Whether trees begin with it.</param>
internal sealed class TracedMethod(Trace trace, string name, bool isRoot) : LiveObserver
{
    public Trace Trace => trace;

    /// <summary>The condition that is known when the call has ended.</summary>
    public LateNode? Condition { get; private set; }

    public void Prepare(LiveCaptures captures) => Condition = captures.LateCondition is { } words ? LateReader.Read(words) : null;

    public override LiveCall? Begin(LiveSite site)
    {
        var current = trace.Current;
        if (current is { Tree.IsOver: false })
            return current.Begin(name) is { } node ? new TracedCall(site, this, node, current) : null;
        if (!isRoot || !trace.See(isCounted: Condition is null))
            return null;
        return new TracedCall(site, this, new TraceNode(new CallTree(), null, name), current);
    }
}
