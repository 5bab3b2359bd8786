namespace DdRun.Probes;

/// <summary>The span of an async method whose end only its state machine sees; found again through the flow of execution.</summary>
internal sealed class PendingSpan(PendingSpan? outer, int site)
{
    private static readonly AsyncLocal<PendingSpan?> s_current = new();

    public static PendingSpan? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    public readonly PendingSpan? Outer = outer;
    public readonly int Site = site;
    public Span? Span;
    public ProbeState? State;
}
