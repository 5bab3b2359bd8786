using System.ComponentModel;

namespace DdRun.Probes;

/// <summary>Also sees the end of calls that it wants no span for, and may make spans of its own from them.</summary>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public interface ICallObserver : IProbeObserver
{
    /// <summary>A call that <see cref="IProbeObserver.Wants"/> refused is about to return. A span that is made active here stays active in the caller.</summary>
    /// <param name="result">What the method returns: for a task the task itself, not awaited. Null where there is none, after an exception, and for a <c>ValueTask</c>.</param>
    /// <param name="exception">The exception that leaves the method.</param>
    /// <param name="a">The rule's first value.</param>
    /// <param name="b">The second.</param>
    /// <param name="c">The third.</param>
    /// <param name="d">The fourth.</param>
    void OnReturn(object? result, Exception? exception, object? a, object? b, object? c, object? d);
}
