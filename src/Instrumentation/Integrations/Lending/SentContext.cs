using System.Diagnostics;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Propagation;

namespace DdRun.Instrumentation.Integrations.Lending;

/// <summary>What goes out with a message, a request or a job: a span's context, joined with what its activity would have sent.</summary>
internal static class SentContext
{
    /// <summary>Where activities are bridged, that of the current one is joined.</summary>
    public static SpanContext Of(Span span) => Of(span, ActivityBridge.IsOn ? Activity.Current : null);

    public static SpanContext Of(Span span, Activity? activity)
    {
        var context = span.Context;
        if (activity is null)
            return context;
        context.TraceState = TraceStateList.Join(context.TraceState, activity.TraceStateString);
        Baggage? joined = null;
        foreach (var (key, value) in activity.Baggage)
        {
            if (string.IsNullOrEmpty(value) || (joined ?? context.BaggageOrNull)?[key] is not null)
                continue;
            // The trace's own is shared by everything that is sent on its behalf.
            if (joined is null)
            {
                joined = new();
                foreach (var (known, text) in context.BaggageOrNull ?? [])
                    joined.Set(known, text);
            }
            joined.Set(key, value);
        }
        if (joined is not null)
            context.BaggageOrNull = joined;
        return context;
    }

    /// <summary>Whether all of an activity's baggage goes out with a span's trace anyway, in the form that everybody reads.</summary>
    public static bool HasBaggageOf(Span span, Activity activity)
    {
        if (Array.IndexOf(Settings.Current.PropagationInject, PropagationStyle.Baggage) < 0)
            return false;
        var own = span.Root.Details?.Baggage;
        foreach (var (key, value) in activity.Baggage)
        {
            if (value is not null && own?[key] != value)
                return false;
        }
        return true;
    }

    /// <summary>Writes a context to headers that nobody else sees, in place of any other that they have.</summary>
    public static void Write<TCarrier>(SpanContext context, TCarrier carrier)
        where TCarrier : struct, ICarrier
    {
        try
        {
            ContextReplacer.Replace(context, carrier, Settings.Current);
        }
        catch (Exception e)
        {
            Log.Error("A context could not be sent along.", e);
        }
    }
}
