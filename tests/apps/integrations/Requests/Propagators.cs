using System.Diagnostics;

namespace Requests;

/// <summary>Sends a header of its own, and what another propagator sends, but no baggage.</summary>
internal sealed class OwnPropagator(DistributedContextPropagator? inner) : DistributedContextPropagator
{
    public override IReadOnlyCollection<string> Fields => ["x-own-trace"];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        setter!(carrier, "x-own-trace", activity!.TraceId.ToHexString());
        inner?.Inject(activity, carrier, (target, name, value) =>
        {
            if (name != "baggage")
                setter(target, name, value);
        });
    }

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
        (traceId, traceState) = (null, null);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
