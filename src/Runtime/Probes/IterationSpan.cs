namespace DdRun.Probes;

/// <summary>
/// The span of one iteration: from the first step to the end, the disposal or an exception. Active while the iterator's own code runs, its
/// <c>finally</c> blocks included, and not while that of the consumer does.
/// </summary>
internal struct IterationSpan(int site, ProbeState state)
{
    private Span? _span;
    private bool _begun;
    private Exception? _fault;
    // The flow's contexts of the last step, without the span and with it: a consumer's is mostly the same at each, and is then exchanged, not made.
    private ExecutionContext? _outside;
    private ExecutionContext? _inside;

    /// <summary>The span of the next iteration of the same.</summary>
    public readonly IterationSpan Next() => new(site, state);

    /// <summary>Before a step; the first one begins the span.</summary>
    public void Enter()
    {
        if (_begun)
        {
            Resume();
            return;
        }
        try
        {
            _begun = true;
            _span = Probe.Start(Probe.Site(site)!, state);
        }
        catch (Exception e)
        {
            Probe.Report(site, e);
        }
    }

    /// <summary>Before anything of the iterator's that is no step: what was never begun stays so.</summary>
    public void Resume()
    {
        try
        {
            if (_span is { IsFinished: false } span)
                span.Reactivate(ref _outside, ref _inside);
        }
        catch (Exception e)
        {
            Probe.Report(site, e);
        }
    }

    /// <summary>After <see cref="Enter"/> and <see cref="Resume"/>; ends the span where an exception leaves.</summary>
    public void Leave()
    {
        if (_fault is not null)
            End();
        else
            _span?.Deactivate();
    }

    /// <summary>The answer of an exception filter: not handled here. The iterator's <c>finally</c> blocks are still to run, inside the span.</summary>
    public bool Fault(Exception exception)
    {
        _fault = exception;
        _ = _span?.Record(exception);
        return false;
    }

    /// <summary>Leaves the end to the caller; null where it has ended.</summary>
    public SpanOfTask? Take()
    {
        if (Interlocked.Exchange(ref _span, null) is not { } span)
            return null;
        span.Deactivate();
        return new SpanOfTask(span, site, state);
    }

    public void End()
    {
        (_outside, _inside) = (null, null);
        if (Interlocked.Exchange(ref _span, null) is not { } span)
            return;
        span.Deactivate();
        Probe.Complete(span, site, state, _fault);
    }
}
