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

    /// <summary>
    /// Where the trace comes from, such as <c>synthetics</c>; on all its spans, and handed on to other processes. <c>null</c> when nobody has said so. Other
    /// processes are not told of one that is not printable ASCII.
    /// </summary>
    public string? Origin
    {
        get => Root.Details?.Origin;
        set
        {
            if (IsEditable)
                Root.SetOrigin(value);
        }
    }

    ulong ISamplingTarget.TraceIdLow => Root.TraceIdLow;
}
