using DdRun.Configuration;

namespace DdRun.Propagation;

/// <summary>Writes a context in every configured style.</summary>
internal static class ContextInjector
{
    public static void Inject<TCarrier>(SpanContext context, TCarrier carrier, Action<TCarrier, string, string> set, Settings settings)
    {
        var styles = settings.PropagationInject;
        foreach (var style in styles)
            if (style == PropagationStyle.Baggage && context.BaggageOrNull is { Count: > 0 } baggage)
                BaggageStyle.Inject(baggage, carrier, set);
        if (styles.Length == 0 || !context.IsValid || context.SpanId == 0)
            return;
        if (settings.HttpBaggageEnabled && context.BaggageOrNull is { } items)
            foreach (var (key, value) in items.Items)
                set(carrier, DatadogStyle.BaggagePrefix + key, value);
        foreach (var style in styles)
            Inject(style, context, carrier, set, settings);
    }

    /// <summary>Writes a context with ids in one style; nothing for baggage.</summary>
    public static void Inject<TCarrier>(PropagationStyle style, SpanContext context, TCarrier carrier, Action<TCarrier, string, string> set, Settings settings)
    {
        switch (style)
        {
            case PropagationStyle.Datadog:
                DatadogStyle.Inject(context, carrier, set, settings);
                break;
            case PropagationStyle.TraceContext:
                TraceContextStyle.Inject(context, carrier, set);
                break;
            case PropagationStyle.B3Multi:
                B3Style.InjectMulti(context, carrier, set);
                break;
            case PropagationStyle.B3:
                B3Style.InjectSingle(context, carrier, set);
                break;
        }
    }
}
