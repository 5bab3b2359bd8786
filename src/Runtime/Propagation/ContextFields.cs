using DdRun.Configuration;

namespace DdRun.Propagation;

/// <summary>The headers that name a trace, by style. Baggage is none: what others have put there stays.</summary>
internal static class ContextFields
{
    private static readonly string[] s_datadog = [DatadogStyle.TraceId, DatadogStyle.ParentId, DatadogStyle.Priority, DatadogStyle.Origin, DatadogStyle.Tags];
    private static readonly string[] s_traceContext = [TraceContextStyle.TraceParent, TraceContextStyle.TraceState];
    private static readonly string[] s_b3Multi = [B3Style.TraceId, B3Style.SpanId, "x-b3-parentspanid", B3Style.Sampled, B3Style.Flags];
    private static readonly string[] s_b3 = [B3Style.Single];

    /// <summary>The first is there whenever the style is.</summary>
    public static string[] Of(PropagationStyle style) => style switch
    {
        PropagationStyle.Datadog => s_datadog,
        PropagationStyle.TraceContext => s_traceContext,
        PropagationStyle.B3Multi => s_b3Multi,
        PropagationStyle.B3 => s_b3,
        _ => [],
    };

    public static bool Contains(string name)
    {
        // Most headers begin otherwise.
        if (name.Length < 2 || (name[0] | 0x20) is not ('x' or 't' or 'b'))
            return false;
        for (var style = PropagationStyle.Datadog; style <= PropagationStyle.Baggage; style++)
        {
            foreach (var field in Of(style))
            {
                if (field.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }
        return false;
    }
}
