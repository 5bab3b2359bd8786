using System.ComponentModel;

namespace DdRun.Probes;

/// <summary>Sees the spans of a rule with <c>"observe"</c>, and up to four values that the rule names.</summary>
/// <remarks>One instance serves all calls of all methods of its rules, from any thread. What it throws is logged and goes no further.</remarks>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public interface IProbeObserver
{
    /// <summary>Whether this call gets a span at all; asked before it starts.</summary>
    bool Wants(object? a, object? b, object? c, object? d) => true;

    /// <summary>The remote context that the span continues, or null for the active span.</summary>
    SpanContext? Parent(object? a, object? b, object? c, object? d) => null;

    /// <summary>
    /// Whether the span is the active one while the method's body runs; the same for all calls. Unnecessary where nothing in the body makes spans, and as
    /// expensive as the span itself.
    /// </summary>
    bool Activates => true;

    /// <summary>Whether <see cref="OnExit"/> does anything; the same for all calls. Without it nothing is kept until a task has completed.</summary>
    bool SeesEnd => true;

    /// <summary>The span has started and, if it <see cref="Activates"/>, is the active one; the method's body runs next.</summary>
    void OnEnter(Span span, object? a, object? b, object? c, object? d);

    /// <summary>The span is about to finish.</summary>
    /// <param name="span">The span that <see cref="OnEnter"/> got.</param>
    /// <param name="result">What the method returned; for a task, its result. Null where there is none, and after an exception.</param>
    /// <param name="exception">The exception that left the method, or with which its task failed.</param>
    void OnExit(Span span, object? result, Exception? exception);
}
