using DdRun.Tracing;

namespace DdRun;

/// <summary>Keeps a span or a context active; disposing gives the flow back what was active before.</summary>
public readonly struct ActiveScope : IDisposable
{
    private readonly Span? _before;
    private readonly bool _set;

    internal ActiveScope(Span? span)
    {
        _before = ActiveSpan.Current;
        _set = true;
        ActiveSpan.Set(span);
    }

    /// <summary>Restores what was active before.</summary>
    public void Dispose()
    {
        if (_set)
            ActiveSpan.Set(_before);
    }
}
