using DdRun.Sampling;

namespace DdRun;

public partial class Span : ISamplingTarget
{
    /// <summary>
    /// What other processes need to continue the trace here. Taking it decides, if nothing has yet, whether the trace is kept; from then on the
    /// decision stays.
    /// </summary>
    public SpanContext Context => Root.ContextOf(this);

    /// <summary>Key-value pairs that travel with the trace, shared by all its spans.</summary>
    public Baggage Baggage => Root.Baggage;

    ulong ISamplingTarget.TraceIdLow => Root.TraceIdLow;
}
