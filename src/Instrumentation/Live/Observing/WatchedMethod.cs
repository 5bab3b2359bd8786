using DdRun.Instrumentation.Capturing;
using DdRun.Instrumentation.Live.Rendering;
using DdRun.Instrumentation.Matching;
using DdRun.Probes.Expressions;
using DdRun.Probes.Live;

namespace DdRun.Instrumentation.Live.Observing;

/// <summary>One method whose calls are shown.</summary>
internal sealed class WatchedMethod(Watch watch, MethodLabel label, bool hasThis) : LiveObserver
{
    public Watch Watch => watch;
    public MethodLabel Label => label;
    public bool HasThis => hasThis;
    public bool IsConstructor { get; } = label.Text.Contains("..ctor(", StringComparison.Ordinal);

    /// <summary>The condition that is known when the call has ended.</summary>
    public LateNode? Condition { get; private set; }

    /// <summary>The expressions that are known when the call has ended.</summary>
    public LateNode?[] Values { get; private set; } = [];

    public ValueRenderer Renderer() => new(watch.Options.Rendering);

    public void Prepare(LiveCaptures captures)
    {
        Condition = captures.LateCondition is { } condition ? LateReader.Read(condition) : null;
        Values = Array.ConvertAll(captures.LateValues, static words => words is null ? null : LateReader.Read(words));
    }

    public override LiveCall? Begin(LiveSite site) => watch.See(isCounted: Condition is null) ? new WatchedCall(site, this) : null;
}
