using System.Diagnostics;
using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Instrumentation.Integrations.Lending;
using DdRun.Propagation;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Http;

/// <summary>
/// Makes whoever sends context through the framework's propagator send ours, in the configured styles, joined with what the one that was there before
/// sends. Reading stays with that one.
/// </summary>
internal sealed class TracePropagator(DistributedContextPropagator inner) : DistributedContextPropagator
{
    public static void Install()
    {
        if (Current is not TracePropagator)
            Current = new TracePropagator(Current);
    }

    /// <summary>Whoever has taken ours meanwhile keeps it, and sends what the one before would.</summary>
    public static void Remove()
    {
        if (Current is TracePropagator ours)
            Current = ours.Inner;
    }

    private DistributedContextPropagator Inner => inner;

    public override IReadOnlyCollection<string> Fields => inner.Fields;

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        if (setter is null)
            return;
        // A handler asks, or another propagator does on its behalf.
        if (carrier is HttpRequestMessage request && HttpCall.Of(activity) is { } call && call.Shows(request))
        {
            if (ShownRequest.IsWoven)
                call.Agree(inner, carrier, setter);
            else
                call.Name(inner, carrier, setter);
            return;
        }
        var span = ActivityBridge.SpanOf(activity) ?? ActiveSpan.Current;
        if (span is null)
        {
            inner.Inject(activity, carrier, setter);
            return;
        }
        if (!InnerPropagator.SaysNothing(inner, activity))
        {
            foreach (var (name, value) in InnerPropagator.Ask(inner, activity))
            {
                if (!ContextFields.Contains(name) && name != BaggageStyle.Header)
                    setter(carrier, name, value);
            }
        }
        Propagator.Inject(SentContext.Of(span, activity), (carrier, setter), static (to, name, value) => to.setter(to.carrier, name, value));
    }

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
        inner.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) =>
        inner.ExtractBaggage(carrier, getter);
}
