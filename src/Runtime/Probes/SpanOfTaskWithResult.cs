namespace DdRun.Probes;

/// <summary>A span that ends with a task whose result a template or the observer wants.</summary>
internal sealed class SpanOfTask<T>(Span span, int site, ProbeState? state) : SpanOfTask(span, site, state)
{
    public override void Complete(Task? task)
    {
        if (task is Task<T> { IsCompletedSuccessfully: true } done)
            Succeed(done.Result);
        else
            base.Complete(task);
    }

    public void Succeed(T result)
    {
        var known = Probe.Site(Site)!;
        if (known.Late is not null)
            (State ??= new ProbeState()).ResultType = typeof(T);
        if ((known.Late ?? (object?)known.Observer) is not null && State is { } state)
            state.Result = result;
        Probe.Complete(Span, Site, State, null);
    }
}
