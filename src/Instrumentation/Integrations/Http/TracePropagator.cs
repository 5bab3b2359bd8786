using System.Diagnostics;
using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Http;

/// <summary>
/// Makes whoever sends context through the framework's propagator send ours, in the configured styles. Reading stays with the propagator
/// that was there before.
/// </summary>
internal sealed class TracePropagator(DistributedContextPropagator inner) : DistributedContextPropagator
{
    public static void Install()
    {
        if (Current is not TracePropagator)
            Current = new TracePropagator(Current);
    }

    public override IReadOnlyCollection<string> Fields => inner.Fields;

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        if (setter is null)
            return;
        // The observer has written the request's headers already, for handlers with another propagator too.
        if (carrier is HttpRequestMessage request && (HttpClientObserver.SpanOf(request) is not null || HttpClientObserver.IsOff(request)))
            return;
        var span = ActivityBridge.SpanOf(activity) ?? ActiveSpan.Current;
        if (span is null)
        {
            inner.Inject(activity, carrier, setter);
            return;
        }
        ActivityBaggage.Collect(activity, span);
        Propagator.Inject(span.Context, (carrier, setter), static (target, name, value) => target.setter(target.carrier, name, value));
    }

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
        inner.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) =>
        inner.ExtractBaggage(carrier, getter);
}
