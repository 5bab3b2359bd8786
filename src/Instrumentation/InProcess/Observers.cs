using DdRun.Diagnostics;
using DdRun.Instrumentation.Plans;
using DdRun.Probes;

namespace DdRun.Instrumentation.InProcess;

/// <summary>Makes the observers that rules name, each once.</summary>
internal static class Observers
{
    private const string Namespace = "DdRun.Instrumentation.Integrations.";

    private static readonly Dictionary<string, object?> s_known = [];

    public static ProbeSite Attach(SitePlan plan)
    {
        if (plan.Observer is { } name)
        {
            var found = Find(name);
            plan.Site.Observer = found as IProbeObserver;
            plan.Site.Lender = found as ILender;
        }
        if (plan.Late.Length > 0)
            plan.Site.Late = new LateCaptures(plan.Late);
        return plan.Site;
    }

    private static object? Find(string name)
    {
        lock (s_known)
        {
            if (s_known.TryGetValue(name, out var known))
                return known;
            object? observer = null;
            try
            {
                var type = name.Contains(',', StringComparison.Ordinal) ? Type.GetType(name) : typeof(Observers).Assembly.GetType(Namespace + name);
                observer = type is null ? null : Activator.CreateInstance(type);
                if (observer is not (IProbeObserver or ILender))
                    Log.Warn($"the observer '{name}' was not found, or implements neither IProbeObserver nor ILender");
            }
            catch (Exception e)
            {
                Log.Error($"the observer '{name}' cannot be made", e);
            }
            s_known.Add(name, observer);
            return observer;
        }
    }
}
