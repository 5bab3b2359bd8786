using System.Diagnostics;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>Keeps an activity's baggage and the trace's alike.</summary>
internal static class ActivityBaggage
{
    public static void OnStart(Activity activity, Span span)
    {
        var ofTrace = span.Root.Details?.Baggage;
        if (ofTrace is not null && activity.Parent is null)
            foreach (var (key, value) in ofTrace.Items)
                if (activity.GetBaggageItem(key) is null)
                    activity.AddBaggage(key, value);
        Collect(activity, span);
    }

    /// <summary>Before something is sent on: items that were added to the activity after its start.</summary>
    public static void Collect(Activity? activity, Span span)
    {
        if (activity is null)
            return;
        foreach (var (key, value) in activity.Baggage)
            if (value is not null && span.Root.Details?.Baggage?[key] is null)
                span.Baggage.Set(key, value);
    }
}
