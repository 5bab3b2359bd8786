namespace DdRun.Probes;

/// <summary>A span that ends with a task.</summary>
internal class SpanOfTask(Span span, int site, ProbeState? state)
{
    protected Span Span { get; } = span;
    protected int Site { get; } = site;
    protected ProbeState? State { get; set; } = state;

    public virtual void Complete(Task? task) => Complete(TaskFault.Of(task));

    public void Complete(Exception? fault) => Probe.Complete(Span, Site, State, fault);
}
