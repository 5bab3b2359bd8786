using System.Runtime.CompilerServices;

namespace DdRun.Tracing;

/// <summary>
/// Stands for a span in the flow. Timers, loops and connections that were started under a span keep the flow of that moment for ever; with
/// this between them they do not keep the span, once it has finished.
/// </summary>
internal sealed class ActiveHandle(Span span)
{
    // The span; once it has finished, the handle of the nearest parent that had not.
    private object? _target = span;

    /// <summary>While the span is the active one of a flow: the flow's context before it was.</summary>
    public ExecutionContext? Before { get; set; }

    /// <summary>The flow's context from then on, for as long as nothing else changes it.</summary>
    public ExecutionContext? Since { get; set; }

    /// <summary>The innermost of the span and its parents that has not finished; remote ones never do.</summary>
    public Span? Find()
    {
        for (var target = Volatile.Read(ref _target); target is not null;)
        {
            if (target is ActiveHandle handle)
            {
                target = Volatile.Read(ref handle._target);
                continue;
            }
            var span = Unsafe.As<Span>(target);
            if (!span.IsFinished || span.IsRemote)
                return span;
            target = span.Parent;
        }
        return null;
    }

    public void Release(Span span)
    {
        var parent = span.Parent;
        while (parent is { IsFinished: true, IsRemote: false })
            parent = parent.Parent;
        Volatile.Write(ref _target, parent?.Handle);
    }
}
