using DdRun.Configuration;

namespace DdRun.Propagation;

/// <summary>
/// Writes a context where there may be another one: of a message that is sent once more, of a proxy's request, of another tracer in this process. Whoever
/// reads it finds one trace, in every style that is configured or was there; baggage that was there is joined with the trace's.
/// </summary>
internal static class ContextReplacer
{
    public static void Replace<TCarrier>(SpanContext context, TCarrier carrier, Settings settings)
        where TCarrier : ICarrier
    {
        var styles = settings.PropagationInject;
        if (context.BaggageOrNull is { Count: > 0 } baggage && Has(styles, PropagationStyle.Baggage))
            Join(baggage, carrier);
        if (!context.IsValid || context.SpanId == 0 || !HasTraceStyle(styles))
            return;
        if (settings.HttpBaggageEnabled && context.BaggageOrNull is { } items)
        {
            foreach (var (key, value) in items.Items)
                Set(carrier, DatadogStyle.BaggagePrefix + key, value);
        }
        for (var style = PropagationStyle.Datadog; style < PropagationStyle.Baggage; style++)
        {
            var fields = ContextFields.Of(style);
            if (fields.Length == 0 || (!Has(styles, style) && (carrier.Get(fields[0]) is null || Names(style, carrier, context))))
                continue;
            foreach (var field in fields)
                carrier.Remove(field);
            ContextInjector.Inject(style, context, carrier, static (to, name, value) => to.Add(name, value), settings);
        }
    }

    // Whether a style that nobody has asked us for speaks of the same trace as it is.
    private static bool Names<TCarrier>(PropagationStyle style, TCarrier carrier, SpanContext context)
        where TCarrier : ICarrier =>
        ContextExtractor.Read(style, new DelegateHeaders<TCarrier>(carrier, static (from, name) => from.Get(name))) is { } other
        && other.TraceIdLow == context.TraceIdLow && (other.TraceIdHigh == context.TraceIdHigh || other.TraceIdHigh == 0);

    private static bool Has(PropagationStyle[] styles, PropagationStyle wanted)
    {
        foreach (var style in styles)
        {
            if (style == wanted)
                return true;
        }
        return false;
    }

    private static bool HasTraceStyle(PropagationStyle[] styles)
    {
        foreach (var style in styles)
        {
            if (ContextFields.Of(style).Length > 0)
                return true;
        }
        return false;
    }

    private static void Join<TCarrier>(Baggage baggage, TCarrier carrier)
        where TCarrier : ICarrier
    {
        if (carrier.Get(BaggageStyle.Header) is { Length: > 0 } own)
        {
            // Theirs stays to the letter: properties, spaces, and what we could not read.
            var known = BaggageStyle.Extract(own);
            var missing = new Baggage();
            foreach (var (key, value) in baggage.Items)
            {
                if (known?[key] is null)
                    missing.Set(key, value);
            }
            if (missing.Count > 0)
                BaggageStyle.Inject(missing, (carrier, own), static (to, name, value) => Set(to.carrier, name, to.own + "," + value));
            return;
        }
        BaggageStyle.Inject(baggage, carrier, static (to, name, value) => Set(to, name, value));
    }

    private static void Set<TCarrier>(TCarrier carrier, string name, string value)
        where TCarrier : ICarrier
    {
        carrier.Remove(name);
        carrier.Add(name, value);
    }
}
