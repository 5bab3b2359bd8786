using System.Diagnostics;

namespace DdRun.Instrumentation.Integrations.Http;

/// <summary>What the framework would send by itself.</summary>
internal static class InnerPropagator
{
    /// <summary>Whether it would send nothing but the ids, so that nobody need ask.</summary>
    public static bool SaysNothing(DistributedContextPropagator propagator, Activity? activity) =>
        activity is null || (IsFrameworks(propagator) && activity.IdFormat == ActivityIdFormat.W3C && !HasBaggage(activity));

    public static List<KeyValuePair<string, string>> Ask(DistributedContextPropagator propagator, Activity? activity)
    {
        var headers = new List<KeyValuePair<string, string>>();
        propagator.Inject(activity, headers, static (carrier, name, value) => ((List<KeyValuePair<string, string>>)carrier!).Add(new(name, value)));
        return headers;
    }

    /// <summary>One that sends what it was sent, or nothing: whoever chose it does not want a trace of this process to go out.</summary>
    public static bool KeepsOut(DistributedContextPropagator propagator) => IsFrameworks(propagator) && propagator.GetType().Name is "PassThroughPropagator" or "NoOutputPropagator";

    private static bool IsFrameworks(DistributedContextPropagator propagator) => propagator.GetType().Assembly == typeof(DistributedContextPropagator).Assembly;

    private static bool HasBaggage(Activity activity)
    {
        foreach (var _ in activity.Baggage)
            return true;
        return false;
    }
}
