namespace DdRun.Probes;

/// <summary>The span of one iteration: from the first step to the end, the disposal or an exception; active during steps only.</summary>
internal struct IterationSpan(int site, ProbeState state)
{
    private Span? _span;
    private bool _begun;

    /// <summary>The span of the next iteration of the same.</summary>
    public readonly IterationSpan Next() => new(site, state);

    public void Enter()
    {
        try
        {
            if (_begun)
            {
                if (_span is { IsFinished: false })
                    _span.Activate();
                return;
            }
            _begun = true;
            _span = Probe.Start(Probe.Site(site)!, state);
        }
        catch (Exception e)
        {
            Probe.Report(site, e);
        }
    }

    public readonly void Leave() => _span?.Deactivate();

    /// <summary>The answer of an exception filter: not handled here.</summary>
    public bool Fault(Exception exception)
    {
        End(exception);
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

    public void End(Exception? fault = null)
    {
        if (Interlocked.Exchange(ref _span, null) is not { } span)
            return;
        span.Deactivate();
        Probe.Complete(span, site, state, fault);
    }
}
